import type { Resource, Store, StoredObject } from '../store.ts'

export type Owned = { resource: Resource; object: StoredObject }

/** Who belongs to whom, kept up to date, so that no controller has to list a namespace to find its own. */
export type OwnerIndex = {
  of(uid: string): Owned[]
  /** Objects of one kind that this owner controls. */
  controlled<T extends StoredObject>(uid: string, resource: string): T[]
}

export function createOwnerIndex(store: Store): OwnerIndex {
  const byOwner = new Map<string, Map<string, Owned>>()

  const forget = (object: StoredObject) => {
    for (const owner of object.metadata?.ownerReferences ?? []) {
      const owned = byOwner.get(owner.uid)
      owned?.delete(object.metadata?.uid ?? '')
      if (owned?.size === 0) byOwner.delete(owner.uid)
    }
  }
  const remember = (resource: Resource, object: StoredObject) => {
    for (const owner of object.metadata?.ownerReferences ?? []) {
      const owned = byOwner.get(owner.uid) ?? new Map<string, Owned>()
      byOwner.set(owner.uid, owned.set(object.metadata?.uid ?? '', { resource, object }))
    }
  }
  store.subscribe(({ type, resource, object, previous }) => {
    if (previous) forget(previous)
    if (type === 'DELETED') forget(object)
    else remember(resource, object)
  })

  const of = (uid: string) => [...(byOwner.get(uid)?.values() ?? [])]
  return {
    of,
    controlled: <T extends StoredObject>(uid: string, resource: string) =>
      of(uid)
        .filter((one) => one.resource.resource === resource && isController(one.object, uid))
        .map((one) => one.object as T),
  }
}

const isController = (object: StoredObject, uid: string) =>
  object.metadata?.ownerReferences?.some((owner) => owner.uid === uid && owner.controller) ?? false
