import type { Key, Resource, Store, StoredObject } from '../store.ts'
import type { Controller } from './controller.ts'
import type { Metadata } from './objects.ts'
import type { OwnerIndex } from './owner-index.ts'

type Known = { resource: Resource; object: StoredObject }
const byOwner = { foreground: 'foregroundDeletion', orphan: 'orphan' }

/** Removes what belonged to something that is gone, or is going and waits for its dependents. Keys are owners' UIDs. */
export function garbageController(store: Store, index: OwnerIndex): Controller {
  const leaving = new Map<string, Known>()
  const gone = new Set<string>()

  function removeDependents(uid: string, propagation: 'Background' | 'Foreground'): void {
    for (const { resource, object } of index.of(uid)) {
      if (object.metadata?.deletionTimestamp && propagation === 'Background') continue
      if (object.metadata?.deletionTimestamp && finalizersOf(object).includes(byOwner.foreground)) continue
      if (hasOtherOwner(object, uid)) release(resource, object, uid)
      else store.remove(keyOf(resource, object), { propagation })
    }
  }

  function release(resource: Resource, object: StoredObject, uid: string): void {
    const ownerReferences = (object.metadata?.ownerReferences ?? []).filter((owner) => owner.uid !== uid)
    store.update(resource.group, resource.resource, {
      ...object,
      metadata: { ...object.metadata, ownerReferences },
    })
  }

  function unhold({ resource, object }: Known, finalizer: string): void {
    const fresh = store.get(keyOf(resource, object))
    if (!fresh) return
    const finalizers = finalizersOf(fresh).filter((one) => one !== finalizer)
    store.update(resource.group, resource.resource, {
      ...fresh,
      metadata: { ...fresh.metadata, finalizers },
    } as StoredObject)
  }

  function reconcile(uid: string): undefined {
    if (gone.delete(uid)) {
      leaving.delete(uid)
      removeDependents(uid, 'Background')
      return undefined
    }
    const known = leaving.get(uid)
    if (!known) return undefined
    if (finalizersOf(known.object).includes(byOwner.orphan)) {
      for (const { resource, object } of index.of(uid)) release(resource, object, uid)
      unhold(known, byOwner.orphan)
      return undefined
    }
    removeDependents(uid, 'Foreground')
    if (index.of(uid).every(({ object }) => !blocks(object, uid))) unhold(known, byOwner.foreground)
    return undefined
  }

  return {
    name: 'garbage',
    keysOf: ({ type, resource, object }) => {
      const uid = object.metadata?.uid ?? ''
      const owners = (object.metadata?.ownerReferences ?? [])
        .map((owner) => owner.uid)
        .filter((one) => leaving.has(one))
      if (type === 'DELETED') {
        if (index.of(uid).length > 0) gone.add(uid)
        else leaving.delete(uid)
        return [...(gone.has(uid) ? [uid] : []), ...owners]
      }
      const waits =
        object.metadata?.deletionTimestamp &&
        finalizersOf(object).some((one) => Object.values(byOwner).includes(one))
      if (waits) leaving.set(uid, { resource, object })
      return waits ? [uid, ...owners] : owners
    },
    reconcile,
  }
}

const finalizersOf = (object: StoredObject): string[] =>
  (object.metadata as Metadata | undefined)?.finalizers ?? []
const hasOtherOwner = (object: StoredObject, uid: string): boolean =>
  (object.metadata?.ownerReferences ?? []).some((owner) => owner.uid !== uid)
const blocks = (object: StoredObject, uid: string): boolean =>
  ((object.metadata as Metadata | undefined)?.ownerReferences ?? []).some(
    (owner) => owner.uid === uid && owner.blockOwnerDeletion,
  )

export const keyOf = ({ group, resource, namespaced }: Resource, { metadata }: StoredObject): Key => ({
  group,
  resource,
  name: metadata?.name ?? '',
  ...(namespaced ? { namespace: metadata?.namespace ?? '' } : {}),
})
