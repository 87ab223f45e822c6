import type { StoredObject } from '../../store.ts'
import { badRequest, notFound } from '../api-error.ts'
import { type Call, isDryRun, keyOf, type Reply, reply } from '../call.ts'
import { admit } from '../defaults/admit.ts'
import { applyDefaults } from '../defaults/apply-defaults.ts'
import { trackUpdate } from '../fields/track-update.ts'
import type { Json } from '../json.ts'
import { readBody } from '../read-body.ts'
import { checkObject } from '../validation/check-object.ts'
import { address, managerId } from './prepare.ts'

export function update(call: Call): Reply {
  const sent = address(call, readBody(call))
  const current = findCurrent(call)
  checkNameInUrl(call, sent)
  const complete = completeChange(call, current, sent)
  const owned = trackUpdate(current, complete, managerId(call, 'Update'), call.now())
  return reply(200, save(call, current, owned))
}

export function findCurrent(call: Call): StoredObject {
  const current = call.store.get(keyOf(call))
  if (current === undefined) throw notFound(call.resource, call.name)
  return current
}

/** A write to the object leaves its status alone; a write to its status leaves the rest alone. */
export function completeChange(call: Call, current: StoredObject, sent: StoredObject): StoredObject {
  const { resource, subresource } = call
  if (subresource === 'status') return withStatus(current, sent)
  const metadata = { ...sent.metadata, ...identity(current) }
  const status = resource.subresources.includes('status') ? { status: current.status } : {}
  return applyDefaults(resource, { ...sent, metadata, ...status } as StoredObject)
}

const withStatus = (current: StoredObject, { status, metadata }: StoredObject): StoredObject =>
  ({ ...current, status, metadata: { ...metadata, ...identity(current) } }) as StoredObject

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

/** The last steps of every change: what the server adds, what must hold, and the store. */
export function save(call: Call, current: StoredObject, owned: StoredObject): StoredObject {
  const { resource, store } = call
  const object = call.subresource === 'status' ? owned : admit(store, resource, owned, current)
  if (call.subresource !== 'status') checkObject(resource, object, current)
  return isDryRun(call) ? object : store.update(resource.group, resource.resource, object)
}

export function checkNameInUrl({ name }: Call, { metadata }: StoredObject): void {
  if (!metadata?.name || metadata.name === name) return
  throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`)
}
