import type { Resource } from '../store.ts'

type Row = [
  resource: string,
  kind: string,
  shortNames?: string,
  options?: { cluster?: true; sub?: string; generation?: true; all?: true; verbs?: 'create' },
]
type Kinds = Record<string, Row[]>

/** Everything the sandbox serves. A new kind is a row here, plus its schema, columns and defaults where it has any. */
const kinds: Kinds = {
  v1: [
    ['configmaps', 'ConfigMap', 'cm'],
    ['endpoints', 'Endpoints', 'ep'],
    ['events', 'Event', 'ev'],
    ['limitranges', 'LimitRange', 'limits'],
    ['namespaces', 'Namespace', 'ns', { cluster: true, sub: 'status finalize' }],
    ['nodes', 'Node', 'no', { cluster: true, sub: 'status' }],
    ['persistentvolumeclaims', 'PersistentVolumeClaim', 'pvc', { sub: 'status' }],
    ['persistentvolumes', 'PersistentVolume', 'pv', { cluster: true, sub: 'status' }],
    ['pods', 'Pod', 'po', { sub: 'status log', generation: true, all: true }],
    ['resourcequotas', 'ResourceQuota', 'quota', { sub: 'status' }],
    ['secrets', 'Secret'],
    ['serviceaccounts', 'ServiceAccount', 'sa'],
    ['services', 'Service', 'svc', { sub: 'status', all: true }],
  ],
  'apps/v1': [
    ['daemonsets', 'DaemonSet', 'ds', { sub: 'status', generation: true, all: true }],
    ['deployments', 'Deployment', 'deploy', { sub: 'status scale', generation: true, all: true }],
    ['replicasets', 'ReplicaSet', 'rs', { sub: 'status scale', generation: true, all: true }],
    ['statefulsets', 'StatefulSet', 'sts', { sub: 'status scale', generation: true, all: true }],
  ],
  'authorization.k8s.io/v1': [
    ['selfsubjectaccessreviews', 'SelfSubjectAccessReview', '', { cluster: true, verbs: 'create' }],
  ],
  'autoscaling/v2': [
    ['horizontalpodautoscalers', 'HorizontalPodAutoscaler', 'hpa', { sub: 'status', all: true }],
  ],
  'batch/v1': [
    ['cronjobs', 'CronJob', 'cj', { sub: 'status', generation: true, all: true }],
    ['jobs', 'Job', '', { sub: 'status', generation: true, all: true }],
  ],
  'coordination.k8s.io/v1': [['leases', 'Lease']],
  'discovery.k8s.io/v1': [['endpointslices', 'EndpointSlice', '', { generation: true }]],
  'gateway.networking.k8s.io/v1': [
    ['gateways', 'Gateway', 'gtw', { sub: 'status', generation: true }],
    ['httproutes', 'HTTPRoute', '', { sub: 'status', generation: true }],
  ],
  'networking.k8s.io/v1': [
    ['ingressclasses', 'IngressClass', '', { cluster: true, generation: true }],
    ['ingresses', 'Ingress', 'ing', { sub: 'status', generation: true }],
    ['networkpolicies', 'NetworkPolicy', 'netpol', { generation: true }],
  ],
  'policy/v1': [['poddisruptionbudgets', 'PodDisruptionBudget', 'pdb', { sub: 'status', generation: true }]],
  'rbac.authorization.k8s.io/v1': [
    ['rolebindings', 'RoleBinding'],
    ['roles', 'Role'],
  ],
  'storage.k8s.io/v1': [['storageclasses', 'StorageClass', 'sc', { cluster: true }]],
}

export const resources: Resource[] = Object.entries(kinds).flatMap(([groupVersion, rows]) =>
  rows.map((row) => toResource(groupVersion, row)),
)

function toResource(groupVersion: string, [resource, kind, shortNames = '', options = {}]: Row): Resource {
  const [version, group] = groupVersion.split('/').reverse() as [string, string?]
  return {
    group: group ?? '',
    version,
    resource,
    kind,
    singular: kind.toLowerCase(),
    shortNames: words(shortNames),
    namespaced: !options.cluster,
    subresources: words(options.sub ?? ''),
    hasGeneration: options.generation ?? false,
    categories: options.all ? ['all'] : [],
    createOnly: options.verbs === 'create',
  }
}

function words(text: string): string[] {
  return text.split(' ').filter((word) => word !== '')
}

const byName = new Map(resources.map((one) => [`${one.group}/${one.resource}`, one]))
const byKind = new Map(resources.map((one) => [`${apiVersionOf(one)}/${one.kind}`, one]))

export const findResource = (group: string, resource: string): Resource | undefined =>
  byName.get(`${group}/${resource}`)

/** By the `apiVersion` and `kind` that an object carries. */
export const findKind = (apiVersion: string, kind: string): Resource | undefined =>
  byKind.get(`${apiVersion}/${kind}`)

export function apiVersionOf({ group, version }: { group: string; version: string }): string {
  return group === '' ? version : `${group}/${version}`
}
