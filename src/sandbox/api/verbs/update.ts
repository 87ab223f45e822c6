import type { StoredObject } from '../../store.ts'
import { notFound } from '../api-error.ts'
import { type Call, isDryRun, keyOf, type Reply, reply } from '../call.ts'
import { allocateService } from '../defaults/allocate-service.ts'
import { applyDefaults } from '../defaults/apply-defaults.ts'
import { trackUpdate } from '../fields/track-update.ts'
import type { Json } from '../json.ts'
import { readBody } from '../read-body.ts'
import { checkObject } from '../validation/check-object.ts'
import { address, managerId } from './prepare.ts'

export function update(call: Call): Reply {
  const sent = address(call, readBody(call))
  const current = findCurrent(call)
  const complete = completeChange(call, current, sent)
  return reply(200, save(call, trackUpdate(current, complete, managerId(call, 'Update'), call.now())))
}

export function findCurrent(call: Call): StoredObject {
  const current = call.store.get(keyOf(call))
  if (current === undefined) throw notFound(call.resource, call.name)
  return current
}

/** A write to the object leaves its status alone; a write to its status leaves the rest alone. */
export function completeChange(call: Call, current: StoredObject, sent: StoredObject): StoredObject {
  const { resource, subresource, store } = call
  if (subresource === 'status') return withStatus(current, sent)
  const metadata = { ...sent.metadata, ...identity(current) }
  const status = resource.subresources.includes('status') ? { status: current.status } : {}
  const complete = applyDefaults(resource, { ...sent, metadata, ...status } as StoredObject)
  const whole = resource.resource === 'services' ? allocateService(store, complete, current) : complete
  checkObject(resource, whole, current)
  return whole
}

const withStatus = (current: StoredObject, { status, metadata }: StoredObject): StoredObject =>
  ({
    ...current,
    status,
    metadata: { ...current.metadata, resourceVersion: metadata?.resourceVersion },
  }) as StoredObject

function identity({ metadata }: StoredObject): Json {
  const { name, namespace, uid, creationTimestamp, generation } = metadata ?? {}
  return {
    name,
    ...(namespace ? { namespace } : {}),
    uid,
    creationTimestamp,
    ...(generation ? { generation } : {}),
  }
}

export function save(call: Call, object: StoredObject): StoredObject {
  return isDryRun(call) ? object : call.store.update(call.resource.group, call.resource.resource, object)
}
