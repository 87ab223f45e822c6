import type { KubeObject } from './kube.ts'

export type Version = {
  uid: string
  /** Order of versions of one object; NaN when the server's versions are not numbers. */
  version: number
}

export type Metadata = Version & {
  name: string
  namespace: string
  generation: number
  labels: Record<string, string>
  annotations: Record<string, string>
  owner?: { kind: string; name: string; uid: string }
  createdAt?: number
  /** For an object being deleted: when its grace period ends. */
  deletionAt?: number
  /** Who has to let go before a deleted object can vanish. */
  finalizers: string[]
}

/** Epoch milliseconds of an API time (a string in JSON, whatever the types say). */
export const readTime = (value: unknown): number | undefined => {
  if (typeof value !== 'string' && !(value instanceof Date)) return undefined
  const at = value instanceof Date ? value.getTime() : Date.parse(value)
  return Number.isNaN(at) ? undefined : at
}

const readOwner = (object: KubeObject): Metadata['owner'] => {
  const owners = object.metadata?.ownerReferences ?? []
  const owner = owners.find((one) => one.controller) ?? owners[0]
  return owner && { kind: owner.kind, name: owner.name, uid: owner.uid }
}

/**
 * The API types declare dates and omit index signatures; at run time everything here is plain JSON. Where facts of
 * thousands of objects are made with it, it is spread last: V8 11 gives every object that grows from a spread a shape of
 * its own, as large as the object.
 */
export const readMetadata = (object: { metadata?: object }): Metadata => {
  const meta = (object as KubeObject).metadata ?? {}
  return {
    name: meta.name ?? '',
    namespace: meta.namespace ?? '',
    uid: meta.uid ?? meta.name ?? '',
    version: Number(meta.resourceVersion),
    generation: meta.generation ?? 0,
    labels: meta.labels ?? {},
    annotations: meta.annotations ?? {},
    owner: readOwner(object as KubeObject),
    createdAt: readTime(meta.creationTimestamp),
    deletionAt: readTime(meta.deletionTimestamp),
    finalizers: meta.finalizers ?? [],
  }
}
