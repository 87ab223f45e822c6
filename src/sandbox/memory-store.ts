import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { alreadyExists, conflict, notFound } from './api/api-error.ts'
import { findResource } from './api/resources.ts'
import { deletionOf, lastWords, type RemoveOptions } from './deletion.ts'
import { createHistory, type History } from './history.ts'
import type { Change, Key, Resource, Store, StoredObject } from './store.ts'
import { timestamp } from './timestamp.ts'

type Table = Map<string, StoredObject>
type State = { tables: Map<string, Table>; history: History; now: () => Date }
type Metadata = NonNullable<StoredObject['metadata']> & Record<string, unknown>

export function createStore(options: { now?: () => Date; historySize?: number } = {}): Store {
  const history = createHistory(options.historySize ?? 20_000)
  const state: State = { tables: new Map(), history, now: options.now ?? (() => new Date()) }
  return {
    get: (key) => tableOf(state, key).get(pathOf(key)),
    list: (group, resource, namespace) => list(state, group, resource, namespace),
    create: (group, resource, object) => create(state, resourceOf(group, resource), object),
    update: (group, resource, object) => update(state, resourceOf(group, resource), object),
    updateStatus: (key, change) => updateStatus(state, key, change),
    remove: (key, removal) => remove(state, key, removal ?? {}),
    subscribe: history.subscribe,
    since: history.since,
    resourceVersion: history.resourceVersion,
  }
}

function list(state: State, group: string, resource: string, namespace?: string): StoredObject[] {
  const all = [...tableOf(state, { group, resource }).entries()]
  const prefix = namespace === undefined ? '' : `${namespace}/`
  const chosen = prefix === '' ? all : all.filter(([path]) => path.startsWith(prefix))
  return chosen.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object)
}

function create(state: State, resource: Resource, object: StoredObject): StoredObject {
  const key = keyOf(resource, object)
  if (tableOf(state, key).has(pathOf(key))) throw alreadyExists(resource, key.name)
  const metadata: Metadata = {
    ...object.metadata,
    uid: randomUUID(),
    creationTimestamp: timestamp(state.now()),
    ...(resource.hasGeneration ? { generation: 1 } : {}),
  }
  return write(state, 'ADDED', resource, { ...object, metadata })
}

function update(state: State, resource: Resource, object: StoredObject): StoredObject {
  const key = keyOf(resource, object)
  const current = tableOf(state, key).get(pathOf(key))
  if (current === undefined) throw notFound(resource, key.name)
  checkPreconditions(resource, current, object)
  const metadata: Metadata = { ...object.metadata, ...ownedMetadata(current) }
  if (resource.hasGeneration && isNewGeneration(current, object))
    metadata.generation = generationOf(current) + 1
  const next = { ...object, metadata }
  if (isDeepStrictEqual(next, current)) return current
  const isReleased = metadata.deletionTimestamp !== undefined && !isHeld(resource, next)
  return isReleased ? erase(state, resource, next) : write(state, 'MODIFIED', resource, next, current)
}

function updateStatus(
  state: State,
  key: Key,
  change: (status: Record<string, unknown>) => Record<string, unknown>,
): StoredObject | undefined {
  const current = tableOf(state, key).get(pathOf(key))
  if (current === undefined) return undefined
  const status = change((current.status ?? {}) as Record<string, unknown>)
  if (isDeepStrictEqual(status, current.status ?? {})) return current
  return write(state, 'MODIFIED', resourceOf(key.group, key.resource), { ...current, status }, current)
}

function remove(state: State, key: Key, options: RemoveOptions): StoredObject | undefined {
  const current = tableOf(state, key).get(pathOf(key))
  if (current === undefined) return undefined
  const resource = resourceOf(key.group, key.resource)
  const marked = deletionOf(resource, current, options, state.now())
  if (marked === undefined) return erase(state, resource, lastWords(resource, current, state.now()))
  return isDeepStrictEqual(marked, current) ? current : write(state, 'MODIFIED', resource, marked, current)
}

function erase(state: State, resource: Resource, object: StoredObject): StoredObject {
  const key = keyOf(resource, object)
  const previous = tableOf(state, key).get(pathOf(key))
  tableOf(state, key).delete(pathOf(key))
  return record(state, 'DELETED', resource, object, previous)
}

function write(
  state: State,
  type: 'ADDED' | 'MODIFIED',
  resource: Resource,
  object: StoredObject,
  previous?: StoredObject,
): StoredObject {
  const key = keyOf(resource, object)
  return record(state, type, resource, object, previous, (stored) =>
    tableOf(state, key).set(pathOf(key), stored),
  )
}

/** Every change passes here: it gets the next resourceVersion, is kept, and reaches the watchers in order. */
function record(
  state: State,
  type: Change['type'],
  resource: Resource,
  object: StoredObject,
  previous?: StoredObject,
  keep: (stored: StoredObject) => void = () => {},
): StoredObject {
  const resourceVersion = state.history.next()
  const metadata = { ...object.metadata, resourceVersion: String(resourceVersion) }
  const stored = freeze(asJson({ ...object, metadata }))
  keep(stored)
  state.history.add({ type, resource, object: stored, ...(previous ? { previous } : {}), resourceVersion })
  return stored
}

function checkPreconditions(resource: Resource, current: StoredObject, next: StoredObject): void {
  const { resourceVersion, uid, name = '' } = next.metadata ?? {}
  if (uid !== undefined && uid !== '' && uid !== current.metadata?.uid) {
    const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${current.metadata?.uid}`
    throw conflict(resource, name, why)
  }
  if (resourceVersion && resourceVersion !== current.metadata?.resourceVersion)
    throw conflict(resource, name, changed)
}

const changed = 'the object has been modified; please apply your changes to the latest version and try again'

function ownedMetadata(current: StoredObject): Metadata {
  const {
    uid,
    creationTimestamp,
    resourceVersion,
    generation,
    deletionTimestamp,
    deletionGracePeriodSeconds,
  } = current.metadata as Metadata
  const owned = {
    uid,
    creationTimestamp,
    resourceVersion,
    generation,
    deletionTimestamp,
    deletionGracePeriodSeconds,
  }
  return Object.fromEntries(Object.entries(owned).filter(([, value]) => value !== undefined)) as Metadata
}

function isNewGeneration(current: StoredObject, next: StoredObject): boolean {
  const desired = ({ metadata: _m, status: _s, ...rest }: StoredObject): object => rest
  return !isDeepStrictEqual(desired(current), desired(next))
}

const generationOf = (object: StoredObject): number => object.metadata?.generation ?? 1

/** Something still has to happen before a deleted object may go: finalizers, a pod's grace period, a namespace's content. */
export function isHeld(resource: Resource, object: StoredObject): boolean {
  const finalizers = (object.metadata as Metadata | undefined)?.finalizers
  if (Array.isArray(finalizers) && finalizers.length > 0) return true
  if (resource.resource === 'namespaces')
    return ((object.spec?.finalizers as string[] | undefined) ?? []).length > 0
  const grace = (object.metadata as Metadata | undefined)?.deletionGracePeriodSeconds
  return resource.resource === 'pods' && typeof grace === 'number' && grace > 0
}

function resourceOf(group: string, resource: string): Resource {
  const found = findResource(group, resource)
  if (found === undefined) throw notFound({ group, resource }, '')
  return found
}

function tableOf({ tables }: State, { group, resource }: { group: string; resource: string }): Table {
  const name = `${group}/${resource}`
  const table = tables.get(name) ?? new Map()
  tables.set(name, table)
  return table
}

function keyOf({ group, resource, namespaced }: Resource, { metadata }: StoredObject): Key {
  const name = metadata?.name ?? ''
  return namespaced
    ? { group, resource, name, namespace: metadata?.namespace ?? 'default' }
    : { group, resource, name }
}

const pathOf = ({ namespace, name }: Key): string => (namespace === undefined ? name : `${namespace}/${name}`)

/** A copy of its own, dates as text, nothing undefined. */
const asJson = (object: StoredObject): StoredObject => JSON.parse(JSON.stringify(object)) as StoredObject

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.values(value).forEach(freeze)
  return Object.freeze(value)
}
