import { setTimeout as sleep } from 'node:timers/promises'
import { withSpec, withVolume } from './backend-spec.ts'
import { type Case, meanwhile, testCases } from './case.ts'

const settings = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { a: '1' } }

const cases: Case[] = [
  {
    name: 'a volume whose Secret does not exist',
    expect: ['mount'],
    object: /^Pod\/.*backend/,
    shows: /secret \\?"no-such-secret\\?" not found/,
    chart: (edit) => withVolume(edit, 'secret: {secretName: no-such-secret}'),
  },
  {
    name: 'a volume whose ConfigMap lacks the key',
    expect: ['mount'],
    shows: /config key: zzz/,
    prepare: ({ apply }) => apply(settings),
    chart: (edit) => withVolume(edit, 'configMap: {name: settings, items: [{key: zzz, path: zzz}]}'),
  },
  {
    name: 'a folder that the node does not have',
    expect: ['mount'],
    shows: /\/no\/such is not a directory/,
    prepare: async ({ apply, namespace }) => {
      const common = { accessModes: ['ReadWriteOnce'], storageClassName: namespace }
      await apply(
        {
          apiVersion: 'v1',
          kind: 'PersistentVolume',
          metadata: { name: namespace },
          spec: {
            ...common,
            capacity: { storage: '1Mi' },
            hostPath: { path: '/no/such', type: 'Directory' },
          },
        },
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'data' },
          spec: { ...common, resources: { requests: { storage: '1Mi' } } },
        },
      )
    },
    chart: (edit) => withVolume(edit, 'persistentVolumeClaim: {claimName: data}'),
    cleanUp: ({ kubectl, namespace }) => kubectl('delete', 'persistentvolume', namespace, '--wait=false'),
  },
  {
    name: 'a subPath that is no path',
    expect: ['mount'],
    shows: /subPath/,
    prepare: ({ apply }) => apply(settings),
    chart: (edit) => withVolume(edit, 'configMap: {name: settings}', ', subPath: a/b'),
  },
  {
    name: 'a file mounted over a folder that the container needs',
    expect: ['mount', 'cannot-start'],
    shows: /etc/,
    prepare: ({ apply }) => apply(settings),
    chart: async (edit) => {
      await withVolume(edit, 'configMap: {name: settings}', ', subPath: a')
      await edit('templates/deployment.yaml', (text) => text.replace('mountPath: /extra', 'mountPath: /etc'))
    },
  },
  {
    name: 'a CSI driver that the cluster does not have',
    expect: ['mount'],
    shows: /no-such\.csi\.example\.com/,
    chart: (edit) => withVolume(edit, 'csi: {driver: no-such.csi.example.com}'),
  },
  {
    name: 'a runtime that the node does not have',
    expect: ['sandbox'],
    shows: /no runtime for \\?"no-such-handler/,
    prepare: ({ apply, namespace }) =>
      apply({
        apiVersion: 'node.k8s.io/v1',
        kind: 'RuntimeClass',
        metadata: { name: namespace },
        handler: 'no-such-handler',
      }),
    chart: (edit) => withSpec(edit, 'runtimeClassName: {{ $.Release.Namespace }}'),
    cleanUp: ({ kubectl, namespace }) => kubectl('delete', 'runtimeclass', namespace),
  },
  {
    name: 'healthy: a Secret that somebody makes after the pod',
    expect: 'verified',
    chart: (edit) => withVolume(edit, 'secret: {secretName: late}'),
    during: meanwhile(({ kubectl }) =>
      sleep(4000).then(() => kubectl('create', 'secret', 'generic', 'late', '--from-literal=a=1')),
    ),
  },
]

testCases(cases)
