import type { KubeObject } from '../rollout/kube.ts'

/** A kind that the sandbox serves, as discovery describes it. */
export type Resource = {
  group: string
  version: string
  /** Plural, e.g. `deployments`. */
  resource: string
  kind: string
  singular: string
  shortNames: string[]
  namespaced: boolean
  subresources: string[]
  /** `metadata.generation` is counted for this kind. */
  hasGeneration?: boolean
  /** `kubectl get all` asks for the category `all`. */
  categories?: string[]
  /** Answers questions (access reviews) and keeps nothing. */
  createOnly?: boolean
}

export type Key = { group: string; resource: string; namespace?: string; name: string }
export type Change = {
  type: 'ADDED' | 'MODIFIED' | 'DELETED'
  resource: Resource
  object: StoredObject
  previous?: StoredObject
  resourceVersion: number
}
/** Frozen: to change one, write a copy. JSON as the API shows it; `metadata.uid`, `resourceVersion`, `creationTimestamp`, `generation` are the store's. */
export type StoredObject = KubeObject & {
  spec?: Record<string, unknown>
  status?: Record<string, unknown>
  [field: string]: unknown
}

/** The one place where the sandbox's objects live: every write gets a resourceVersion and reaches every watcher, in order. */
export type Store = {
  get(key: Key): StoredObject | undefined
  list(group: string, resource: string, namespace?: string): StoredObject[]
  /** Throws an ApiError (409 AlreadyExists). Fills uid, creationTimestamp, generation 1. */
  create(group: string, resource: string, object: StoredObject): StoredObject
  /** Compares resourceVersion when given (409 Conflict); bumps generation when spec changed; a no-op write changes nothing. */
  update(group: string, resource: string, object: StoredObject): StoredObject
  /** Changes only `status` (and never generation). */
  updateStatus(
    key: Key,
    change: (status: Record<string, unknown>) => Record<string, unknown>,
  ): StoredObject | undefined
  /** Honours finalizers and (pods) grace periods: sets deletionTimestamp first; `force` removes at once. */
  remove(
    key: Key,
    options?: {
      gracePeriodSeconds?: number
      propagation?: 'Background' | 'Foreground' | 'Orphan'
      force?: boolean
    },
  ): StoredObject | undefined
  /** Called synchronously after each write. Returns the function that stops it. */
  subscribe(listener: (change: Change) => void): () => void
  /** The history since a resourceVersion, or undefined when it is too old (410). */
  since(resourceVersion: number): Change[] | undefined
  resourceVersion(): number
}
