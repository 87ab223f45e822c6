import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll } from 'vitest'
import { facts } from '../facts.ts'
import { withSpec, withVolume } from './backend-spec.ts'
import { type Case, testCases } from './case.ts'
import { addNode, nodeKey, only, removeNode } from './node.ts'

const small = 'sched-small'
const other = 'sched-other'
const full = 'sched-full'
const late = 'sched-late'

const asks =
  (cpu: string): Case['configure'] =>
  ({ backend }) => {
    backend.resources = { requests: { cpu, memory: '16Mi' }, limits: { cpu: '1', memory: '128Mi' } }
  }

/** A pod of somebody else that fills a node, and is done after a while. */
const lodger = (node: string, cpu: string, seconds: number) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'lodger' },
  spec: {
    nodeSelector: { [nodeKey]: node },
    tolerations: [{ operator: 'Exists' }],
    restartPolicy: 'Never',
    terminationGracePeriodSeconds: 1,
    containers: [
      {
        name: 'lodger',
        image: facts.behave,
        env: [
          { name: 'EXIT_AFTER', value: `${seconds}s` },
          { name: 'EXIT_CODE', value: '0' },
        ],
        resources: { requests: { cpu } },
      },
    ],
  },
})

const claim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' }
const unclaimed = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } }

const apart =
  '{podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app.kubernetes.io/component: backend}}}]}}'

const beside = (app: string) =>
  `{podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: ${app}}}}]}}`

const cases: Case[] = [
  {
    name: 'a selector that no node meets',
    expect: ['unschedulable'],
    object: /^Pod\/.*backend/,
    shows: /no label disk=gold/,
    chart: (edit) => withSpec(edit, 'nodeSelector: {disk: gold}'),
  },
  {
    name: 'an affinity that no node meets',
    expect: ['unschedulable'],
    shows: /affinity asks for k8sdeploy-test\/node=nowhere/,
    chart: (edit) => withSpec(edit, ...only('nowhere')),
  },
  {
    name: 'an affinity to a pod that nobody runs',
    expect: ['unschedulable'],
    shows: /affinity asks for a pod with app=redis beside it, and there is none/,
    chart: (edit) => withSpec(edit, `affinity: ${beside('redis')}`),
  },
  {
    name: 'a node that the template names, and that is not there',
    expect: ['unschedulable'],
    object: /^Pod\/.*backend/,
    shows: /names the node nowhere itself/,
    chart: (edit) => withSpec(edit, 'nodeName: nowhere'),
  },
  {
    name: 'a taint that it does not tolerate',
    expect: ['unschedulable'],
    shows: new RegExp(`${small}: taint ${nodeKey}=${small}:NoSchedule`),
    chart: (edit) => withSpec(edit, only(small)[1]!),
  },
  {
    name: 'a claim that does not exist',
    expect: ['unschedulable'],
    shows: /volume claim no-such-claim does not exist/,
    chart: (edit) => withVolume(edit, 'persistentVolumeClaim: {claimName: no-such-claim}'),
  },
  {
    name: 'a claim whose StorageClass does not exist',
    expect: ['unschedulable'],
    shows: /StorageClass no-such-class, which does not exist/,
    prepare: ({ apply }) =>
      apply({
        ...claim,
        metadata: { name: 'data' },
        spec: { ...unclaimed, storageClassName: 'no-such-class' },
      }),
    chart: (edit) => withVolume(edit, 'persistentVolumeClaim: {claimName: data}'),
  },
  {
    name: 'a claim that nobody makes a volume for',
    expect: ['unschedulable'],
    shows: /volume claim data has no StorageClass/,
    prepare: ({ apply }) => apply({ ...claim, metadata: { name: 'data' }, spec: unclaimed }),
    chart: (edit) => withVolume(edit, 'persistentVolumeClaim: {claimName: data}'),
  },
  {
    name: 'room that its own predecessor keeps',
    expect: ['unschedulable'],
    shows: /backend-\S+ keeps 300m of it until this pod is Ready/,
    configureBefore: asks('300m'),
    chartBefore: (edit) => withSpec(edit, ...only(small)),
    configure: ({ backend }) => {
      backend.env['SAY'] = 'again'
    },
  },
  {
    name: 'an anti-affinity with its own predecessor',
    expect: ['unschedulable'],
    shows: /anti-affinity keeps it away from \S+backend\S+, which stays until this pod is Ready/,
    chartBefore: (edit) =>
      withSpec(edit, only(small)[0]!, `affinity: ${apart}`, `nodeSelector: {${nodeKey}: ${small}}`),
    configure: ({ backend }) => {
      backend.env['SAY'] = 'again'
    },
  },
  {
    name: 'a full node, to the end',
    expect: ['unschedulable'],
    shows: new RegExp(`${full}: cpu: asked for 300m, 100m of 500m is free`),
    flags: ['--timeout', '40'],
    prepare: ({ apply }) => apply(lodger(full, '400m', 600)),
    configure: asks('300m'),
    chart: (edit) => withSpec(edit, ...only(full)),
  },
  {
    name: 'healthy: a full node that has room after 35 s',
    expect: 'verified',
    prepare: ({ apply }) => apply(lodger(other, '400m', 35)),
    configure: asks('300m'),
    chart: (edit) => withSpec(edit, ...only(other)),
  },
  {
    name: 'healthy: a node that joins after 30 s',
    expect: 'verified',
    prepare: async () => void sleep(30_000).then(() => addNode(late)),
    chart: (edit) => withSpec(edit, ...only(late)),
    cleanUp: () => removeNode(late),
  },
  {
    name: 'healthy: a claim that is made after the pod',
    expect: 'verified',
    chart: (edit) => withVolume(edit, 'persistentVolumeClaim: {claimName: data}'),
    prepare: async ({ apply, namespace }) => {
      await apply({
        apiVersion: 'v1',
        kind: 'PersistentVolume',
        metadata: { name: namespace },
        spec: {
          capacity: { storage: '1Mi' },
          accessModes: ['ReadWriteOnce'],
          storageClassName: namespace,
          hostPath: { path: '/tmp' },
          claimRef: { namespace, name: 'data' },
        },
      })
      const spec = { ...unclaimed, storageClassName: namespace }
      void sleep(6_000).then(() => apply({ ...claim, metadata: { name: 'data' }, spec }))
    },
    cleanUp: ({ kubectl, namespace }) => kubectl('delete', 'persistentvolume', namespace, '--wait=false'),
  },
]

beforeAll(async () => {
  await Promise.all([addNode(small, 500), addNode(other, 500), addNode(full, 500)])
})
afterAll(async () => {
  await Promise.all([small, other, full].map(removeNode))
})

testCases(cases)
