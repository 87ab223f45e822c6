import type { StoredObject } from '../../store.ts'
import { ApiError, badRequest } from '../api-error.ts'
import { type Call, keyOf, type Reply, reply } from '../call.ts'
import { trackUpdate } from '../fields/track-update.ts'
import { isRecord, type Json } from '../json.ts'
import { jsonPatch } from '../patch/json-patch.ts'
import { mergePatch } from '../patch/merge-patch.ts'
import { serverSideApply } from '../patch/server-side-apply.ts'
import { strategicMerge } from '../patch/strategic-merge.ts'
import { readBody, readPatch } from '../read-body.ts'
import { isType } from '../schema/schema.ts'
import { createObject } from './create.ts'
import { address, checkNamespace, managerId } from './prepare.ts'
import { checkNameInUrl, completeChange, findCurrent, save } from './update.ts'

const types: Record<string, (current: StoredObject, patch: unknown, call: Call) => unknown> = {
  'application/json-patch+json': (current, patch) => jsonPatch(current as Json, patch),
  'application/merge-patch+json': (current, patch) => mergePatch(current, patch),
  'application/strategic-merge-patch+json': (current, patch, call) =>
    strategicMerge(current, asRecord(patch), typeOf(call)),
}

export function patch(call: Call): Reply {
  const type = call.contentType.split(';')[0]?.trim() ?? ''
  if (type.startsWith('application/apply-patch')) return apply(call)
  const change = types[type]
  if (change === undefined) throw unsupportedType()
  const current = findCurrent(call)
  const sent = address(call, change(current, readPatch(call.body), call) as Json)
  const complete = completeChange(call, current, sent)
  const owned = trackUpdate(current, complete, managerId(call, 'Update'), call.now())
  return reply(200, save(call, current, owned))
}

const asRecord = (patch: unknown): Json => {
  if (!isRecord(patch)) throw badRequest('error decoding patch: the patch is not an object')
  return patch
}

function typeOf({ resource: { kind, group } }: Call): string | undefined {
  if (isType(kind)) return kind
  throw new ApiError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format: strategic merge patch is not supported for ${kind}.${group}`,
  )
}

const unsupportedType = (): ApiError =>
  new ApiError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {})

function managerRequired(): ApiError {
  const message = 'Required value: is required for apply patch'
  return new ApiError(422, 'Invalid', `PatchOptions.meta.k8s.io "" is invalid: fieldManager: ${message}`, {
    group: 'meta.k8s.io',
    kind: 'PatchOptions',
    causes: [{ reason: 'FieldValueRequired', message, field: 'fieldManager' }],
  })
}

function apply(call: Call): Reply {
  if (!call.query.get('fieldManager')) throw managerRequired()
  const applied = address(call, readBody(call))
  checkNameInUrl(call, applied)
  const live = call.store.get(keyOf(call))
  const force = call.query.get('force') === 'true'
  const named = { ...applied, metadata: { ...applied.metadata, name: call.name } }
  const merge = (from: StoredObject | undefined) =>
    serverSideApply({
      live: from,
      applied: withoutStatus(call, named),
      id: managerId(call, 'Apply'),
      force,
      now: call.now(),
    })
  return live === undefined ? applyNew(call, named, merge) : applyTo(call, live, merge(live))
}

function applyNew(call: Call, named: StoredObject, merge: (from: undefined) => StoredObject): Reply {
  checkNamespace(call, named)
  return reply(
    201,
    createObject(call, merge(undefined), (complete) => complete),
  )
}

/** Applying what is already there changes nothing, not even who did it when. */
function applyTo(call: Call, live: StoredObject, merged: StoredObject): Reply {
  const complete = completeChange(call, live, merged)
  return reply(200, save(call, live, complete))
}

function withoutStatus({ subresource, resource }: Call, object: StoredObject): StoredObject {
  if (subresource === 'status' || !resource.subresources.includes('status')) return object
  const { status: _status, ...rest } = object
  return rest
}
