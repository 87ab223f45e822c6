import type { StoredObject } from '../../store.ts'
import { timestamp } from '../../timestamp.ts'
import type { Json } from '../json.ts'
import { compare } from './compare.ts'
import {
  isManager,
  type Manager,
  type ManagerId,
  readManagers,
  replaceManager,
  withManagers,
} from './managers.ts'
import { union, without } from './path-set.ts'
import { shapeOfKind } from './shape.ts'

/** After a plain write (not an apply): the writer owns what it changed, and nobody else does. */
export function trackUpdate(
  before: StoredObject | undefined,
  after: StoredObject,
  id: ManagerId,
  now: Date,
): StoredObject {
  const { changed, removed } = compare((before ?? {}) as Json, after as Json, shapeOfKind(after.kind ?? ''))
  const managers = readManagers(before)
  const others = managers
    .filter((one) => !isManager(one, id))
    .map((one) => losing(one, union(changed, removed)))
  const own = managers.find((one) => isManager(one, id))
  const paths = without(union(own?.paths ?? new Set(), changed), removed)
  const kept = own ? [...others, own] : others
  const isUntouched = changed.size === 0 && removed.size === 0
  return withManagers(after, isUntouched ? managers : replaceManager(kept, id, paths, timestamp(now)))
}

const losing = (manager: Manager, lost: Set<string>): Manager => ({
  ...manager,
  paths: without(manager.paths, lost),
})
