import type { Resource, Store, StoredObject } from './store.ts'
import { timestamp } from './timestamp.ts'

export type RemoveOptions = NonNullable<Parameters<Store['remove']>[1]>
type Metadata = Record<string, unknown> & { finalizers?: string[] }

/** The object as it waits for its end, or undefined when nothing holds it and it may go at once. */
export function deletionOf(
  resource: Resource,
  current: StoredObject,
  options: RemoveOptions,
  now: Date,
): StoredObject | undefined {
  if (options.force) return undefined
  const metadata = (current.metadata ?? {}) as Metadata
  const finalizers = finalizersOf(metadata, options)
  const grace = resource.resource === 'pods' ? podGrace(current, options) : 0
  const isNamespace = resource.resource === 'namespaces' && hasSpecFinalizer(current)
  if (finalizers.length === 0 && grace === 0 && !isNamespace) return undefined
  const marked: StoredObject = {
    ...current,
    metadata: {
      ...metadata,
      ...(finalizers.length > 0 ? { finalizers } : {}),
      ...deadline(metadata, grace, now),
      ...(resource.hasGeneration && !metadata.deletionTimestamp
        ? { generation: Number(metadata.generation ?? 1) + 1 }
        : {}),
    },
  }
  return isNamespace ? { ...marked, status: { ...current.status, phase: 'Terminating' } } : marked
}

/** A second deletion may shorten the grace period, never prolong it. */
function deadline(metadata: Metadata, grace: number, now: Date): Metadata {
  const left = metadata.deletionGracePeriodSeconds
  if (metadata.deletionTimestamp !== undefined && (typeof left !== 'number' || grace >= left)) return {}
  return {
    deletionTimestamp: timestamp(new Date(now.getTime() + grace * 1000)),
    deletionGracePeriodSeconds: grace,
  }
}

function finalizersOf(metadata: Metadata, { propagation }: RemoveOptions): string[] {
  const kept = (metadata.finalizers ?? []).filter(
    (name) => name !== 'foregroundDeletion' && name !== 'orphan',
  )
  if (propagation === undefined) return metadata.finalizers ?? []
  if (propagation === 'Foreground') return [...kept, 'foregroundDeletion']
  return propagation === 'Orphan' ? [...kept, 'orphan'] : kept
}

/** Only a pod that a kubelet runs has something to shut down. */
function podGrace(pod: StoredObject, { gracePeriodSeconds }: RemoveOptions): number {
  const phase = pod.status?.phase
  if (!pod.spec?.nodeName || phase === 'Succeeded' || phase === 'Failed') return 0
  return gracePeriodSeconds ?? Number(pod.spec.terminationGracePeriodSeconds ?? 30)
}

const hasSpecFinalizer = (namespace: StoredObject): boolean =>
  ((namespace.spec?.finalizers as string[] | undefined) ?? []).length > 0

/** A pod that goes at once still says that it was deleted: whoever watches sees its last state. */
export function lastWords(resource: Resource, object: StoredObject, now: Date): StoredObject {
  if (resource.resource !== 'pods') return object
  const metadata = (object.metadata ?? {}) as Metadata
  const isNew = metadata.deletionTimestamp === undefined
  const marked = {
    ...metadata,
    deletionTimestamp: String(metadata.deletionTimestamp ?? timestamp(now)),
    deletionGracePeriodSeconds: 0,
    generation: Number(metadata.generation ?? 1) + (isNew ? 1 : 0),
  }
  return { ...object, metadata: marked }
}
