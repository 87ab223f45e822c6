import type { Resource, Store, StoredObject } from '../../store.ts'
import { allocateService } from './allocate-service.ts'
import { initialStatus } from './apply-defaults.ts'

/** What the server adds after the writer's fields were counted: nobody owns these. */
export function admit(
  store: Store,
  resource: Resource,
  object: StoredObject,
  previous?: StoredObject,
): StoredObject {
  if (resource.group !== '') return previous ? object : withStatus(resource, object)
  if (resource.resource === 'services')
    return withStatus(resource, allocateService(store, object, previous), previous)
  if (previous !== undefined) return object
  const admitted = admissions[resource.resource]?.(object) ?? object
  return withStatus(resource, admitted)
}

function withStatus(resource: Resource, object: StoredObject, previous?: StoredObject): StoredObject {
  const status = previous ? previous.status : initialStatus(resource)
  return status === undefined ? object : { ...object, status }
}

const admissions: Record<string, (object: StoredObject) => StoredObject> = {
  pods: admitPod,
  namespaces: (object) => ({ ...object, spec: { finalizers: ['kubernetes'], ...object.spec } }),
}

const tolerated = ['not-ready', 'unreachable'].map((state) => ({
  key: `node.kubernetes.io/${state}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}))

function admitPod(pod: StoredObject): StoredObject {
  const account = pod.spec?.serviceAccountName || 'default'
  const spec = {
    preemptionPolicy: 'PreemptLowerPriority',
    priority: 0,
    tolerations: tolerated,
    ...pod.spec,
    serviceAccountName: account,
    serviceAccount: account,
  }
  return { ...pod, spec }
}
