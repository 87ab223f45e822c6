import type { Config } from '../../../src/config/config.ts'
import { type Case, type Edit, type Place, testCases } from './case.ts'
import { startWebhook, type Webhook } from './webhook.ts'

const newVersion = ({ backend }: Config) => {
  backend.env['VERSION'] = '2'
}
const deployment = 'templates/deployment.yaml'
const ofBackend = (value: string) => `{{ if eq $component "backend" }}${value}{{ else }}{{ $name }}{{ end }}`
const readsAs = (account: string) => (edit: Edit) =>
  edit(deployment, (text) =>
    text.replace('serviceAccountName: {{ $name }}', `serviceAccountName: ${ofBackend(account)}`),
  )
const inPodSpec = (line: string) => (edit: Edit) =>
  edit(deployment, (text) =>
    text.replace('      enableServiceLinks: false', `      enableServiceLinks: false\n${line}`),
  )

const quota = (hard: Record<string, string>) => (place: Place) =>
  place.apply({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'small' }, spec: { hard } })
const limits = (limit: object) => (place: Place) =>
  place.apply({
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'narrow' },
    spec: { limits: [{ type: 'Container', ...limit }] },
  })

const inNamespace = ({ namespace }: Place) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
})
const newPods = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }

const denyByPolicy = (place: Place) =>
  place.apply(
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name: place.name },
      spec: {
        matchConstraints: { ...inNamespace(place), resourceRules: [newPods] },
        validations: [{ expression: 'false', message: 'pods need a cost centre' }],
      },
    },
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: place.name },
      spec: { policyName: place.name, validationActions: ['Deny'] },
    },
  )
const removePolicy = async (place: Place) => {
  await place.kubectl('delete', 'validatingadmissionpolicybinding', place.name)
  await place.kubectl('delete', 'validatingadmissionpolicy', place.name)
}

const webhooks = new Map<string, Webhook>()
const webhookOf = ({ name }: Place) => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingWebhookConfiguration',
  metadata: { name },
})
const guard = (place: Place) => ({
  name: 'guard.example.com',
  rules: [newPods],
  ...inNamespace(place),
  failurePolicy: 'Fail',
  sideEffects: 'None',
  admissionReviewVersions: ['v1'],
})

/** A webhook that everybody has to pass, and nobody answers for. */
const deadWebhook = (place: Place) =>
  place.apply({
    ...webhookOf(place),
    webhooks: [{ ...guard(place), clientConfig: { url: 'https://127.0.0.1:1/' }, timeoutSeconds: 1 }],
  })
const removeWebhook = (place: Place) => place.kubectl('delete', 'validatingwebhookconfiguration', place.name)

/** A webhook that answers, and refuses every pod. */
const denyByWebhook = async (place: Place) => {
  const webhook = await startWebhook('images must come from registry.example.com')
  webhooks.set(place.name, webhook)
  await place.apply({
    ...webhookOf(place),
    webhooks: [{ ...guard(place), clientConfig: webhook.clientConfig, timeoutSeconds: 10 }],
  })
}
const removeAnsweringWebhook = async (place: Place) => {
  await removeWebhook(place)
  webhooks.get(place.name)?.stop()
}

/** Between the check that it is free and the moment when helm asks for it. */
const takePort = (): Case['during'] => {
  let isTaken = false
  return ({ type, phase }, place) => {
    if (type !== 'phase-started' || phase !== 'lint' || isTaken) return
    isTaken = true
    const port = `--node-port=${place.project.nodePort}`
    place.kubectl('create', 'service', 'nodeport', 'taker', '--tcp=80:80', port).catch(console.error)
  }
}

/** Once per run: when the rollout is seen for the first time. */
const onceReleased = (act: (place: Place) => unknown, afterMs = 0) => {
  let isDone = false
  return (event: Record<string, unknown>, place: Place) => {
    if (isDone || event['type'] !== 'transition') return
    isDone = true
    setTimeout(() => act(place), afterMs)
  }
}

const cases: Case[] = [
  {
    name: 'a quota without room for one more pod, and old pods that may not leave first',
    expect: ['quota'],
    object: /ReplicaSet\/.*-backend-/,
    shows: /small.*pods.*2 of 2/,
    configure: newVersion,
    prepare: quota({ pods: '2' }),
  },
  {
    name: 'a quota that never had room',
    expect: ['quota'],
    over: 'nothing',
    shows: /requests\.memory/,
    prepare: quota({ 'requests.memory': '200Mi' }),
  },
  {
    name: 'healthy: a quota that the other component’s old pod frees',
    expect: 'verified',
    configure: ({ frontend, backend }) => {
      for (const component of [frontend, backend]) {
        component.env['VERSION'] = '2'
        component.env['START_AFTER'] = '25s'
      }
    },
    prepare: quota({ pods: '3' }),
  },
  {
    name: 'a LimitRange whose maximum is below the limit',
    expect: ['policy'],
    shows: /LimitRange.*maximum cpu/,
    configure: newVersion,
    prepare: limits({ max: { cpu: '100m' } }),
  },
  {
    name: 'migrations whose pod a LimitRange forbids',
    expect: ['policy'],
    over: 'nothing',
    object: /^Job\/.*-backend-migrate\//,
    shows: /the migration gets no pod: .*maximum cpu/,
    configure: ({ backend }) => {
      backend.migrate = ['/behave']
    },
    prepare: limits({ max: { cpu: '100m' } }),
  },
  {
    name: 'a LimitRange whose minimum is above the request',
    expect: ['policy'],
    shows: /minimum memory/,
    configure: newVersion,
    prepare: limits({ min: { memory: '400Mi' } }),
  },
  {
    name: 'a pod that the namespace’s Pod Security level forbids',
    expect: ['policy'],
    shows: /restricted.*sysctl/,
    chart: (edit) =>
      edit(deployment, (text) =>
        text.replace(
          'securityContext:\n        runAsNonRoot',
          'securityContext:\n        sysctls: [{ name: kernel.msgmax, value: "65536" }]\n        runAsNonRoot',
        ),
      ),
    prepare: (place) =>
      place.kubectl('label', 'namespace', place.namespace, 'pod-security.kubernetes.io/enforce=restricted'),
  },
  {
    name: 'a field that the API server finds invalid',
    expect: ['policy'],
    object: /^Deployment\//,
    shows: /fieldRef\.fieldPath.*status\.nope/,
    chart: (edit) =>
      edit(deployment, (text) =>
        text.replace(
          '          envFrom:\n',
          '          env: [{name: A, valueFrom: {fieldRef: {fieldPath: status.nope}}}]\n          envFrom:\n',
        ),
      ),
  },
  {
    name: 'a ServiceAccount that does not exist',
    expect: ['service-account'],
    shows: /nobody/,
    chart: readsAs('nobody'),
  },
  {
    name: 'healthy: a ServiceAccount that comes seven seconds late',
    expect: 'verified',
    chart: readsAs('late'),
    during: onceReleased((place) => place.kubectl('create', 'serviceaccount', 'late'), 7_000),
  },
  {
    name: 'a PriorityClass that does not exist',
    expect: ['policy'],
    shows: /PriorityClass.*no-such-class/,
    chart: inPodSpec('      priorityClassName: no-such-class'),
  },
  {
    name: 'a NodePort that somebody takes meanwhile',
    expect: ['node-port-taken'],
    over: 'nothing',
    object: /Service\/.*-frontend/,
    during: takePort(),
  },
  {
    name: 'an admission policy that denies',
    expect: ['policy'],
    shows: /cost centre/,
    configure: newVersion,
    prepare: denyByPolicy,
    cleanUp: removePolicy,
  },
  {
    name: 'an admission webhook that nobody answers for',
    expect: ['policy'],
    shows: /guard\.example\.com/,
    configure: newVersion,
    prepare: deadWebhook,
    cleanUp: removeWebhook,
    flags: ['--timeout', '45'],
  },
  {
    name: 'an admission webhook that says no',
    expect: ['policy'],
    object: /ReplicaSet\/.*-backend-/,
    shows: /guard\.example\.com.* denied the request: images must come from registry\.example\.com/,
    configure: newVersion,
    prepare: denyByWebhook,
    cleanUp: removeAnsweringWebhook,
  },
]

testCases(cases)
