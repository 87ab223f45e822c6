import { randomBytes } from 'node:crypto'
import type { StoredObject } from '../../store.ts'
import { ApiError } from '../api-error.ts'
import { type Call, isDryRun, type Reply, reply } from '../call.ts'
import { admit } from '../defaults/admit.ts'
import { trackUpdate } from '../fields/track-update.ts'
import type { Json } from '../json.ts'
import { readBody } from '../read-body.ts'
import { checkObject } from '../validation/check-object.ts'
import { address, asDryRun, checkNamespace, completeNew, finishNew, managerId } from './prepare.ts'

export function create(call: Call): Reply {
  const sent = address(call, readBody(call))
  if (call.resource.createOnly) return reply(201, { ...sent, status: { allowed: true } })
  const object = named(sent)
  checkNamespace(call, object)
  return reply(
    201,
    createObject(call, object, (complete) =>
      trackUpdate(undefined, complete, managerId(call, 'Update'), call.now()),
    ),
  )
}

/** Shared with the apply patch, which may find nothing to patch. */
export function createObject(
  call: Call,
  sent: StoredObject,
  own: (complete: StoredObject) => StoredObject,
): StoredObject {
  const { group, resource } = call.resource
  const complete = completeNew(call, sent)
  const owned = admit(call.store, call.resource, own(complete))
  checkObject(call.resource, owned)
  if (isDryRun(call)) return dryRun(call, owned)
  const created = call.store.create(group, resource, owned)
  const finished = finishNew(created)
  return finished === created ? created : call.store.update(group, resource, finished)
}

function dryRun(call: Call, object: StoredObject): StoredObject {
  const { group, resource, namespaced } = call.resource
  const { name = '', namespace } = object.metadata ?? {}
  const exists = call.store.get({ group, resource, name, ...(namespaced && namespace ? { namespace } : {}) })
  if (exists)
    throw new ApiError(409, 'AlreadyExists', `${resource} "${name}" already exists`, { name, kind: resource })
  return asDryRun(call.resource, object, call.now())
}

/** `generateName` gets five letters and digits that are not easily misread. */
function named(object: StoredObject): StoredObject {
  const metadata = (object.metadata ?? {}) as Json
  if (metadata.name || !metadata.generateName) return object
  return { ...object, metadata: { ...metadata, name: `${metadata.generateName}${suffix()}` } }
}

const letters = 'bcdfghjklmnpqrstvwxz2456789'
const suffix = (): string => [...randomBytes(5)].map((byte) => letters[byte % letters.length]).join('')
