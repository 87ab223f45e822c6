import { isRecord, type Json, recordOf, recordsOf, textOf } from '../json.ts'

/** What the API server fills into a pod's spec, in a template or in a pod. */
export function defaultPodSpec(spec: Json): Json {
  return {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
    ...spec,
    ...(spec.serviceAccountName ? { serviceAccount: spec.serviceAccountName } : {}),
    ...each(spec, 'containers', defaultContainer),
    ...each(spec, 'initContainers', defaultContainer),
    ...each(spec, 'volumes', defaultVolume),
  }
}

export function each(parent: Json, name: string, change: (item: Json) => Json): Json {
  return Array.isArray(parent[name]) ? { [name]: recordsOf(parent[name]).map(change) } : {}
}

function defaultContainer(container: Json): Json {
  return {
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: pullPolicyOf(textOf(container.image)),
    ...container,
    resources: recordOf(container.resources),
    ...each(container, 'ports', (port) => ({ ...port, protocol: port.protocol ?? 'TCP' })),
    ...each(container, 'env', defaultVariable),
    ...probe(container, 'livenessProbe'),
    ...probe(container, 'readinessProbe'),
    ...probe(container, 'startupProbe'),
  }
}

/** `latest` may have moved since it was pulled. */
function pullPolicyOf(image: string): string {
  const tag = /:([^/:@]+)(@.*)?$/.exec(image)?.[1]
  if (image.includes('@')) return 'IfNotPresent'
  return tag === undefined || tag === 'latest' ? 'Always' : 'IfNotPresent'
}

/** In a pod, not yet in a template: what is limited and not requested is requested. */
export function requestLimits(spec: Json): Json {
  const change = (container: Json): Json => ({
    ...container,
    resources: withRequests(recordOf(container.resources)),
  })
  return { ...spec, ...each(spec, 'containers', change), ...each(spec, 'initContainers', change) }
}

function withRequests(resources: Json): Json {
  if (!isRecord(resources.limits)) return resources
  return { ...resources, requests: { ...resources.limits, ...recordOf(resources.requests) } }
}

function defaultVariable(variable: Json): Json {
  const from = recordOf(variable.valueFrom)
  if (!isRecord(from.fieldRef)) return variable
  return { ...variable, valueFrom: { ...from, fieldRef: { apiVersion: 'v1', ...from.fieldRef } } }
}

function probe(container: Json, name: string): Json {
  const given = container[name]
  if (!isRecord(given)) return {}
  const defaults = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 }
  const http = isRecord(given.httpGet) ? { httpGet: { path: '/', scheme: 'HTTP', ...given.httpGet } } : {}
  const grpc = isRecord(given.grpc) ? { grpc: { service: '', ...given.grpc } } : {}
  return { [name]: { ...defaults, ...given, ...http, ...grpc } }
}

const volumeModes: [name: string, defaults: Json][] = [
  ['configMap', { defaultMode: 420 }],
  ['secret', { defaultMode: 420 }],
  ['projected', { defaultMode: 420 }],
  ['downwardAPI', { defaultMode: 420 }],
  ['hostPath', { type: '' }],
]

function defaultVolume(volume: Json): Json {
  const filled = volumeModes.filter(([name]) => isRecord(volume[name]))
  const sources = filled.map(([name, defaults]) => [name, { ...defaults, ...recordOf(volume[name]) }])
  const isNothing = Object.keys(volume).length === 1
  return { ...volume, ...(isNothing ? { emptyDir: {} } : {}), ...Object.fromEntries(sources) }
}
