import type { Config } from '../../../src/config/config.ts'
import { facts } from '../facts.ts'
import { type Case, type Edit, meanwhile, testCases } from './case.ts'

const deployment = 'templates/deployment.yaml'
const newVersion = ({ backend }: Config) => {
  backend.env['VERSION'] = '2'
}

/** Two components have Deployments from one template; the edit is for the backend's. */
const forBackend = (from: string, to: string) => (edit: Edit) =>
  edit(deployment, (text) =>
    text.replace(from, `{{- if eq $component "backend" }}\n${to}\n{{- else }}\n${from}\n{{- end }}`),
  )

const fails = { SAY: 'seed 7: column owner is missing', CRASHES: '1', EXIT_CODE: '3' }
const ofRelease = 'labels: { app.kubernetes.io/instance: {{ .Release.Name }} }'

type JobShape = { image?: string; env?: Record<string, string>; spec?: string }

const job =
  (annotations: string, { image = facts.behave, env = fails, spec = '' }: JobShape = {}) =>
  (edit: Edit) =>
    edit(
      'templates/serviceaccount.yaml',
      (text) => `${text}
---
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .Release.Name }}-seed
  ${annotations}
spec:
  backoffLimit: 0
  ${spec}
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: seed
          image: ${image}
          env: ${JSON.stringify(Object.entries(env).map(([name, value]) => ({ name, value })))}
          volumeMounts:
            - { name: tmp, mountPath: /tmp }
      volumes:
        - name: tmp
          emptyDir: {}
`,
    )

const cases: Case[] = [
  {
    name: 'a server that dies five seconds after it was ready',
    expect: ['dies-after-ready'],
    object: /Pod\/.*-backend-.*\/backend/,
    shows: /exit code 4/,
    configure: ({ backend }) => {
      backend.env = { ...backend.env, EXIT_AFTER: '7s', EXIT_CODE: '4' }
    },
  },
  {
    name: 'a server that dies twelve seconds after it was ready, when that long is watched',
    expect: ['dies-after-ready'],
    configure: (config) => {
      config.backend.env['EXIT_AFTER'] = '14s'
      config.rollout = { timeoutSeconds: 300, soakSeconds: 40, onFailure: 'keep' }
    },
  },
  {
    name: 'a liveness probe that fails once the server was ready',
    expect: ['probe-kill'],
    shows: /liveness.*connection refused/,
    chart: forBackend(
      '            {{- include "app.probe" $values.probes.liveness | nindent 12 }}',
      '            tcpSocket: { port: 1 }\n            periodSeconds: 1\n            failureThreshold: 3',
    ),
  },
  {
    name: 'a pod that writes more than it may',
    expect: ['evicted'],
    object: /Pod\/.*-backend-/,
    shows: /emptyDir|EmptyDir/,
    configure: ({ backend }) => {
      backend.env['START_AFTER'] = '60s'
      // a kubelet that has told 25 failures of a probe drops what else it has to say of the pod
      backend.probes.startup = { tcp: true, periodSeconds: 10, failureThreshold: 30 }
    },
    chart: (edit) =>
      edit(deployment, (text) =>
        text.replace(
          'sizeLimit: 256Mi',
          'sizeLimit: {{ if eq $component "backend" }}1{{ else }}256Mi{{ end }}',
        ),
      ),
    flags: ['--timeout', '400'],
  },
  {
    name: 'a Job of the release that fails',
    expect: ['job-failed'],
    object: /Job\/.*-seed/,
    shows: /exit code 3.*column owner is missing/,
    chart: job(ofRelease),
  },
  {
    name: 'a Job that runs out of its own time, beside Deployments that did not change',
    expect: ['job-failed'],
    object: /Job\/.*-seed/,
    shows: /longer than specified deadline/,
    chart: job(ofRelease, { env: { START_AFTER: '900s' }, spec: 'activeDeadlineSeconds: 5' }),
  },
  {
    name: 'a Job whose image does not exist',
    expect: ['image-not-found'],
    object: /^Pod\/.*-seed-.*\/seed/,
    chart: job(ofRelease, { image: facts.behave.replace(/:[^:]+$/, ':none') }),
  },
  {
    name: 'a hook that does not end, until the time is up',
    expect: ['job-failed'],
    object: /Job\/.*-seed/,
    shows: /has not finished yet/,
    chart: job('annotations: { helm.sh/hook: pre-upgrade }', { env: { START_AFTER: '900s' } }),
    flags: ['--timeout', '30'],
  },
  {
    name: 'a hook that waits for a backend whose image does not exist',
    expect: ['image-not-found'],
    object: /^Pod\/.*-backend-.*\/backend/,
    shows: /"effects":\[\{[^\]]*Job\/.*-seed[^\]]*has not finished yet/,
    configure: ({ backend }) => {
      backend.image = backend.image!.replace(/:[^:]+$/, ':none')
    },
    chart: job('annotations: { helm.sh/hook: post-upgrade }', { env: { START_AFTER: '900s' } }),
  },
  {
    name: 'a hook that fails',
    expect: ['job-failed'],
    object: /Job\/.*-seed/,
    shows: /column owner is missing/,
    chart: job('annotations: { helm.sh/hook: pre-upgrade }'),
  },
  {
    name: 'a Deployment that was paused before',
    expect: ['no-progress'],
    object: /Deployment\/.*-backend/,
    shows: /is paused/,
    configure: newVersion,
    prepare: (place) => place.kubectl('rollout', 'pause', `deployment/${place.name}-backend`),
  },
  {
    name: 'a Deployment that somebody pauses half-way',
    expect: ['no-progress'],
    shows: /is paused/,
    configure: ({ backend }) => {
      backend.env['START_AFTER'] = '10s'
    },
    during: meanwhile((place) => place.kubectl('rollout', 'pause', `deployment/${place.name}-backend`)),
  },
  {
    name: 'Kubernetes’ own deadline',
    expect: ['no-progress', 'never-ready'],
    shows: /ProgressDeadlineExceeded/,
    configure: ({ backend }) => {
      backend.env['START_AFTER'] = '100s'
    },
    chart: (edit) =>
      edit(deployment, (text) => text.replace('{{ $.Values.rollout.progressDeadlineSeconds }}', '15')),
  },
  {
    name: 'a namespace that somebody deletes',
    expect: ['object-missing'],
    shows: /deleted/,
    configure: ({ backend }) => {
      backend.env['START_AFTER'] = '20s'
    },
    during: meanwhile((place) => place.kubectl('delete', 'namespace', place.namespace, '--wait=false')),
  },
  {
    name: 'a Deployment that somebody deletes',
    expect: ['object-missing'],
    object: /Deployment\/.*-backend/,
    configure: ({ backend }) => {
      backend.env['START_AFTER'] = '20s'
    },
    during: meanwhile((place) => place.kubectl('delete', `deployment/${place.name}-backend`, '--wait=false')),
  },
  {
    name: 'a Deployment that somebody scales to 0',
    expect: ['scaled-to-zero'],
    object: /Deployment\/.*-backend/,
    configure: ({ backend }) => {
      backend.env['START_AFTER'] = '20s'
    },
    during: meanwhile((place) =>
      place.kubectl('scale', `deployment/${place.name}-backend`, '--replicas', '0'),
    ),
  },
  {
    name: 'healthy: a database that a Job makes while the backend asks for it',
    expect: 'verified',
    configure: ({ backend }) => {
      const SAY = 'FATAL: database "shop" does not exist (SQLSTATE 3D000); next try in 2 s'
      Object.assign(backend.env, { SAY, START_AFTER: '25s', QUIET: '1' })
    },
    chart: job(ofRelease, { env: { PORT: '7001', EXIT_AFTER: '20s', EXIT_CODE: '0' } }),
  },
  {
    name: 'another version that takes the place of this one',
    expect: ['superseded'],
    object: /Deployment\/.*-backend/,
    configure: ({ backend }) => {
      backend.env['START_AFTER'] = '20s'
    },
    during: meanwhile((place) => place.kubectl('set', 'env', `deployment/${place.name}-backend`, 'OTHER=1')),
  },
  {
    name: 'a Service whose selector somebody changes',
    expect: ['selector-mismatch'],
    object: /Service\/.*-backend/,
    shows: /tier=gold/,
    configure: ({ backend }) => {
      backend.env['START_AFTER'] = '8s'
    },
    during: meanwhile((place) =>
      place.kubectl(
        'patch',
        'service',
        `${place.name}-backend`,
        '-p',
        '{"spec":{"selector":{"tier":"gold"}}}',
      ),
    ),
  },
  {
    name: 'a Service that serves the other component too',
    expect: ['selector-mismatch'],
    object: /Service\/.*-(front|back)end/,
    shows: /-(front|back)end-/,
    chart: (edit) =>
      edit('templates/service.yaml', (text) =>
        text.replace(
          '{{- include "app.selectorLabels" $scope | nindent 4 }}',
          'app.kubernetes.io/instance: {{ $.Release.Name }}',
        ),
      ),
  },
  {
    name: 'a Service whose port somebody renames',
    expect: ['no-endpoints'],
    object: /Service\/.*-backend/,
    shows: /web/,
    configure: ({ backend }) => {
      backend.env['START_AFTER'] = '8s'
    },
    during: meanwhile((place) =>
      place.kubectl(
        'patch',
        'service',
        `${place.name}-backend`,
        '--type=json',
        '-p',
        '[{"op":"replace","path":"/spec/ports/0/targetPort","value":"web"}]',
      ),
    ),
  },
]

testCases(cases)
