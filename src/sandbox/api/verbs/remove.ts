import type { StoredObject } from '../../store.ts'
import { conflict, notFound } from '../api-error.ts'
import { type Call, isDryRun, keyOf, type Reply, reply } from '../call.ts'
import { dig, type Json, recordOf } from '../json.ts'
import { readBody } from '../read-body.ts'
import { readFieldSelector, readLabelSelector } from '../selectors.ts'
import { findCurrent } from './update.ts'

export function remove(call: Call): Reply {
  const options = readOptions(call)
  const current = findCurrent(call)
  checkPreconditions(call, current, recordOf(options.preconditions))
  const removed = isDryRun(call) ? current : removeObject(call, current, options)
  return reply(200, answer(call, removed))
}

export function removeCollection(call: Call): Reply {
  const options = readOptions(call)
  const { group, resource } = call.resource
  const matches = [
    readLabelSelector(call.query.get('labelSelector')),
    readFieldSelector(call.query.get('fieldSelector'), resource),
  ]
  const chosen = call.store
    .list(group, resource, call.namespace)
    .filter((object) => matches.every((match) => match(object)))
  if (!isDryRun(call)) for (const object of chosen) removeObject(call, object, options)
  return reply(200, {
    kind: `${call.resource.kind}List`,
    apiVersion: group ? `${group}/v1` : 'v1',
    metadata: { resourceVersion: String(call.store.resourceVersion()) },
    items: chosen,
  })
}

/** Options come as JSON, as protobuf, or in the query. */
function readOptions(call: Call): Json {
  const sent = call.body.length > 0 ? readBody(call) : {}
  const { query } = call
  const grace = query.get('gracePeriodSeconds')
  const propagation = query.get('propagationPolicy')
  if (Array.isArray(sent.dryRun) && sent.dryRun.includes('All')) query.append('dryRun', 'All')
  return {
    ...sent,
    ...(grace === null ? {} : { gracePeriodSeconds: Number(grace) }),
    ...(propagation ? { propagationPolicy: propagation } : {}),
  }
}

function checkPreconditions(
  { resource, name }: Call,
  { metadata }: StoredObject,
  { uid, resourceVersion }: Json,
): void {
  const wrong = (what: string, asked: unknown, found: unknown) => {
    const why = `the ${what} in the precondition (${asked}) does not match the ${what} in record (${found}). The object might have been `
    return conflict(
      { ...resource, resource: resource.kind },
      name,
      why + (what === 'UID' ? 'deleted and then recreated' : 'modified'),
    )
  }
  if (uid && uid !== metadata?.uid) throw wrong('UID', uid, metadata?.uid)
  if (resourceVersion && resourceVersion !== metadata?.resourceVersion)
    throw wrong('ResourceVersion', resourceVersion, metadata?.resourceVersion)
}

type Propagation = 'Background' | 'Foreground' | 'Orphan'

function removeObject(call: Call, object: StoredObject, options: Json): StoredObject {
  const { name = '', namespace } = object.metadata ?? {}
  const key = { ...keyOf({ ...call, name }), ...(call.resource.namespaced && namespace ? { namespace } : {}) }
  const grace = options.gracePeriodSeconds
  const propagation = options.propagationPolicy as Propagation | undefined
  const removed = call.store.remove(key, {
    ...(typeof grace === 'number' ? { gracePeriodSeconds: grace } : {}),
    ...(propagation ? { propagation } : {}),
  })
  if (removed === undefined) throw notFound(call.resource, name)
  return removed
}

/** What is gone answers with a Status, what still waits (finalizers, grace) with the object. */
function answer(call: Call, removed: StoredObject): object {
  const isWaiting =
    (call.store.get(keyOf(call)) !== undefined && !isDryRun(call)) || showsItself.has(call.resource.resource)
  if (isWaiting) return removed
  const { group, resource } = call.resource
  const details = {
    name: call.name,
    ...(group ? { group } : {}),
    kind: resource,
    uid: dig(removed, 'metadata', 'uid'),
  }
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details }
}

const showsItself = new Set([
  'pods',
  'services',
  'serviceaccounts',
  'persistentvolumeclaims',
  'persistentvolumes',
  'resourcequotas',
])
