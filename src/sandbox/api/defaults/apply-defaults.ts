import type { Resource, StoredObject } from '../../store.ts'
import { type Json, recordOf, recordsOf } from '../json.ts'
import { canonical } from '../schema/canonical.ts'
import { defaultPodSpec, each, requestLimits } from './pod-spec.ts'
import { defaultService } from './service.ts'
import {
  defaultCronJob,
  defaultDaemonSet,
  defaultDeployment,
  defaultJob,
  defaultReplicaSet,
  defaultStatefulSet,
} from './workloads.ts'

const specs: Record<string, (spec: Json) => Json> = {
  '/pods': (spec) => ({ enableServiceLinks: true, ...requestLimits(defaultPodSpec(spec)) }),
  '/services': defaultService,
  '/persistentvolumeclaims': (spec) => ({ volumeMode: 'Filesystem', ...spec }),
  'apps/deployments': defaultDeployment,
  'apps/replicasets': defaultReplicaSet,
  'apps/statefulsets': defaultStatefulSet,
  'apps/daemonsets': defaultDaemonSet,
  'batch/jobs': defaultJob,
  'batch/cronjobs': defaultCronJob,
  'autoscaling/horizontalpodautoscalers': (spec) => ({ minReplicas: 1, ...spec }),
  'networking.k8s.io/networkpolicies': defaultNetworkPolicy,
}

const statuses: Record<string, Json> = {
  'apps/daemonsets': {
    currentNumberScheduled: 0,
    numberMisscheduled: 0,
    desiredNumberScheduled: 0,
    numberReady: 0,
  },
  'apps/replicasets': { replicas: 0 },
  'apps/statefulsets': { replicas: 0 },
  '/pods': { phase: 'Pending' },
  '/services': { loadBalancer: {} },
  '/namespaces': { phase: 'Active' },
  '/persistentvolumeclaims': { phase: 'Pending' },
  'networking.k8s.io/ingresses': { loadBalancer: {} },
}

/** The object as the API server would complete it. */
export function applyDefaults({ group, resource, kind }: Resource, given: StoredObject): StoredObject {
  const object = canonical(given, kind) as StoredObject
  const spec = specs[`${group}/${resource}`]
  if (spec) return { ...object, spec: spec(recordOf(object.spec)) }
  if (resource === 'secrets') return defaultSecret(object)
  if (resource === 'namespaces') return defaultNamespace(object)
  if (resource === 'rolebindings') return defaultRoleBinding(object)
  return object
}

/** What a new object reports before anybody has looked at it. */
export const initialStatus = ({ group, resource, subresources }: Resource): Json | undefined =>
  statuses[`${group}/${resource}`] ?? (subresources.includes('status') ? {} : undefined)

function defaultSecret({ stringData, ...secret }: StoredObject): StoredObject {
  const encoded = Object.entries(recordOf(stringData)).map(([key, value]) => [
    key,
    Buffer.from(String(value)).toString('base64'),
  ])
  const data = { ...recordOf(secret.data), ...Object.fromEntries(encoded) }
  return { ...secret, type: secret.type || 'Opaque', ...(Object.keys(data).length > 0 ? { data } : {}) }
}

function defaultNamespace(object: StoredObject): StoredObject {
  const labels = { ...object.metadata?.labels, 'kubernetes.io/metadata.name': object.metadata?.name ?? '' }
  return { ...object, metadata: { ...object.metadata, labels } }
}

function defaultRoleBinding(object: StoredObject): StoredObject {
  const apiGroup = 'rbac.authorization.k8s.io'
  return { ...object, roleRef: { apiGroup, ...recordOf(object.roleRef) } }
}

function defaultNetworkPolicy(spec: Json): Json {
  const withProtocol = (rule: Json): Json => ({
    ...rule,
    ...each(rule, 'ports', (port) => ({ protocol: 'TCP', ...port })),
  })
  const types = recordsOf(spec.egress).length > 0 ? ['Ingress', 'Egress'] : ['Ingress']
  return {
    policyTypes: types,
    ...spec,
    ...each(spec, 'ingress', withProtocol),
    ...each(spec, 'egress', withProtocol),
  }
}
