import { randomUUID } from 'node:crypto'
import type { Resource, StoredObject } from '../../store.ts'
import { timestamp } from '../../timestamp.ts'
import { badRequest, forbidden, notFound } from '../api-error.ts'
import { type Call, managerOf } from '../call.ts'
import { applyDefaults, initialStatus } from '../defaults/apply-defaults.ts'
import { selectJobPods } from '../defaults/workloads.ts'
import type { ManagerId } from '../fields/managers.ts'
import type { Json } from '../json.ts'
import { apiVersionOf } from '../resources.ts'
import { checkUnknownFields } from '../validation/unknown-fields.ts'
import { checkTypes } from '../validation/wrong-types.ts'

export const managerId = (call: Call, operation: 'Apply' | 'Update'): ManagerId => ({
  manager: managerOf(call),
  operation,
  apiVersion: apiVersionOf(call.resource),
  subresource: call.subresource === 'finalize' ? '' : call.subresource,
})

/** The sent object, checked against its address: kind, namespace and name must agree, unknown fields are told. */
export function address(call: Call, sent: Json): StoredObject {
  const { resource, namespace } = call
  const object = { apiVersion: apiVersionOf(resource), kind: resource.kind, ...sent } as StoredObject
  if (object.apiVersion !== apiVersionOf(resource) || object.kind !== resource.kind)
    throw wrongKind(call, object)
  checkUnknownFields(call, sent)
  checkTypes(sent, resource.kind, resource.version)
  const metadata = { ...object.metadata }
  if (!resource.namespaced) return { ...object, metadata }
  if (metadata.namespace && namespace && metadata.namespace !== namespace) throw wrongNamespace()
  return { ...object, metadata: { ...metadata, namespace: namespace ?? metadata.namespace ?? 'default' } }
}

function wrongKind({ resource }: Call, object: StoredObject): Error {
  const { version, kind, group } = resource
  const internal = group === '' ? 'core' : group.split('.')[0]
  const why = `converting (${object.apiVersion?.split('/').at(-1)}.${object.kind}) to (${internal}.${kind}): unknown conversion`
  return badRequest(`${object.kind} in version "${version}" cannot be handled as a ${kind}: ${why}`)
}

const wrongNamespace = (): Error =>
  badRequest('the namespace of the provided object does not match the namespace sent on the request')

export function checkNamespace({ store, resource }: Call, object: StoredObject): void {
  if (!resource.namespaced) return
  const name = object.metadata?.namespace ?? 'default'
  const namespace = store.get({ group: '', resource: 'namespaces', name })
  if (namespace === undefined) throw notFound({ group: '', resource: 'namespaces' }, name)
  if (namespace.metadata?.deletionTimestamp === undefined) return
  const why = `unable to create new content in namespace ${name} because it is being terminated`
  throw forbidden(resource, object.metadata?.name ?? '', why, [
    {
      reason: 'NamespaceTerminating',
      message: `namespace ${name} is being terminated`,
      field: 'metadata.namespace',
    },
  ])
}

const serverOwned = [
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'generation',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
]

/** A new object with nothing of the server's own from outside, and all defaults filled. */
export function completeNew({ resource }: Call, object: StoredObject): StoredObject {
  const metadata = Object.fromEntries(
    Object.entries(object.metadata ?? {}).filter(([name]) => !serverOwned.includes(name)),
  )
  const { status: _status, ...rest } = object
  return applyDefaults(resource, { ...(initialStatus(resource) ? rest : object), metadata })
}

/** A dry run shows an object that nobody keeps: it has a uid and a time, and no version. */
export function asDryRun({ hasGeneration }: Resource, object: StoredObject, now: Date): StoredObject {
  const generation = hasGeneration ? { generation: 1 } : {}
  return finishNew({
    ...object,
    metadata: { ...object.metadata, ...generation, uid: randomUUID(), creationTimestamp: timestamp(now) },
  })
}

/** A Job's selector needs the uid, which only exists from here on. */
export const finishNew = (object: StoredObject): StoredObject =>
  object.kind === 'Job' ? (selectJobPods(object as Json) as StoredObject) : object
