import { DeployError } from '../errors.ts'

type Row = { plural: string; namespaced: boolean }
const namespaced = (plural: string): Row => ({ plural, namespaced: true })
const global = (plural: string): Row => ({ plural, namespaced: false })

/** The kinds we speak of, so that nobody waits for discovery. Version is part of the key's value only where it is not obvious. */
const rows: Record<string, Row> = {
  CSIDriver: global('csidrivers'),
  ConfigMap: namespaced('configmaps'),
  CronJob: namespaced('cronjobs'),
  DaemonSet: namespaced('daemonsets'),
  Deployment: namespaced('deployments'),
  EndpointSlice: namespaced('endpointslices'),
  Endpoints: namespaced('endpoints'),
  Event: namespaced('events'),
  Gateway: namespaced('gateways'),
  GatewayClass: global('gatewayclasses'),
  HTTPRoute: namespaced('httproutes'),
  HorizontalPodAutoscaler: namespaced('horizontalpodautoscalers'),
  Ingress: namespaced('ingresses'),
  IngressClass: global('ingressclasses'),
  Job: namespaced('jobs'),
  Lease: namespaced('leases'),
  LimitRange: namespaced('limitranges'),
  Namespace: global('namespaces'),
  NetworkPolicy: namespaced('networkpolicies'),
  Node: global('nodes'),
  PersistentVolume: global('persistentvolumes'),
  PersistentVolumeClaim: namespaced('persistentvolumeclaims'),
  Pod: namespaced('pods'),
  PodDisruptionBudget: namespaced('poddisruptionbudgets'),
  PriorityClass: global('priorityclasses'),
  ReplicaSet: namespaced('replicasets'),
  ResourceQuota: namespaced('resourcequotas'),
  Role: namespaced('roles'),
  RoleBinding: namespaced('rolebindings'),
  Secret: namespaced('secrets'),
  SelfSubjectAccessReview: global('selfsubjectaccessreviews'),
  Service: namespaced('services'),
  ServiceAccount: namespaced('serviceaccounts'),
  StatefulSet: namespaced('statefulsets'),
  StorageClass: global('storageclasses'),
  VolumeAttachment: global('volumeattachments'),
}

export const watchedApiVersions = {
  Deployment: 'apps/v1',
  ReplicaSet: 'apps/v1',
  Pod: 'v1',
  Service: 'v1',
  EndpointSlice: 'discovery.k8s.io/v1',
  ConfigMap: 'v1',
  Secret: 'v1',
  Event: 'v1',
  Job: 'batch/v1',
} as const

/** helm keeps up to a megabyte of each of its revisions in a Secret; whoever wants those asks for them by label. */
export const watchedFields = (kind: string): string | undefined =>
  kind === 'Secret' ? 'type!=helm.sh/release.v1' : undefined

export type ResourceRef = { apiVersion: string; kind: string; namespace?: string; name?: string }

/** REST path of an object (with a name) or of its collection (without). */
export function resourcePath(ref: ResourceRef): string {
  const row = rowOf(ref.kind)
  const base = ref.apiVersion.includes('/') ? `/apis/${ref.apiVersion}` : `/api/${ref.apiVersion}`
  const scope = row.namespaced && ref.namespace ? `/namespaces/${encodeURIComponent(ref.namespace)}` : ''
  const name = ref.name === undefined ? '' : `/${encodeURIComponent(ref.name)}`
  return `${base}${scope}/${row.plural}${name}`
}

export const pluralOf = (kind: string): string => rowOf(kind).plural

function rowOf(kind: string): Row {
  const row = Object.hasOwn(rows, kind) ? rows[kind] : undefined
  if (!row) throw new DeployError('BUG', `the kind ${kind} is not in the table of src/cluster/resources.ts`)
  return row
}
