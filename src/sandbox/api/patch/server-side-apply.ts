import { isDeepStrictEqual } from 'node:util'
import type { StoredObject } from '../../store.ts'
import { timestamp } from '../../timestamp.ts'
import { ApiError, type StatusCause } from '../api-error.ts'
import { compare } from '../fields/compare.ts'
import {
  isManager,
  type Manager,
  type ManagerId,
  readManagers,
  replaceManager,
  withManagers,
} from '../fields/managers.ts'
import { ownedPaths } from '../fields/owned-paths.ts'
import { type PathSet, pathText, shared, union, without, withParents } from '../fields/path-set.ts'
import { shapeOfKind } from '../fields/shape.ts'
import type { Json } from '../json.ts'
import { mergeApplied } from './merge-applied.ts'
import { removePaths } from './remove-paths.ts'

export type Apply = {
  live: StoredObject | undefined
  applied: StoredObject
  id: ManagerId
  force: boolean
  now: Date
}

/** What the object becomes when a manager applies its configuration, who owns what then, or a 409 that names the others. */
export function serverSideApply({ live, applied, id, force, now }: Apply): StoredObject {
  const shape = shapeOfKind(applied.kind ?? '')
  const managers = readManagers(live)
  const others = managers.filter((one) => !isManager(one, id))
  const last = managers.find((one) => isManager(one, id))
  const paths = ownedPaths(applied as Json, shape)
  const merged = mergeApplied(live, withoutManagedFields(applied), shape) as StoredObject
  const { changed } = compare((live ?? {}) as Json, merged as Json, shape)
  const taken = shared(paths, changed)
  if (!force) checkConflicts(others, taken)
  const left = others.map((one) => ({ ...one, paths: without(one.paths, taken) }))
  const pruned = prune(merged, shape, last?.paths ?? new Set(), paths, left)
  // A manager that only takes or gives up a claim leaves no time.
  const isSame = live !== undefined && isDeepStrictEqual(withManagers(pruned, []), withManagers(live, []))
  const time = isSame ? (last?.time ?? '') : timestamp(now)
  return withManagers(pruned, replaceManager(left, id, paths, time))
}

/** Fields that this manager applied before and now leaves out go, unless somebody else owns them too. */
function prune(
  merged: StoredObject,
  shape: ReturnType<typeof shapeOfKind>,
  last: PathSet,
  paths: PathSet,
  others: Manager[],
): StoredObject {
  const needed = union(withParents(paths), ...others.map((one) => withParents(one.paths)))
  return removePaths(merged, shape, without(withParents(last), needed)) as StoredObject
}

function withoutManagedFields(object: StoredObject): StoredObject {
  const { managedFields: _, ...metadata } = (object.metadata ?? {}) as Json
  return { ...object, metadata }
}

function checkConflicts(others: Manager[], taken: PathSet): void {
  const conflicts = others
    .map((one) => ({ one, fields: [...shared(one.paths, taken)].map(pathText) }))
    .filter(({ fields }) => fields.length > 0)
  if (conflicts.length === 0) return
  const causes = conflicts.flatMap(({ one, fields }) =>
    fields.map(
      (field): StatusCause => ({
        reason: 'FieldManagerConflict',
        message: `conflict with ${nameOf(one)}`,
        field,
      }),
    ),
  )
  const total = causes.length === 1 ? '1 conflict' : `${causes.length} conflicts`
  throw new ApiError(409, 'Conflict', `Apply failed with ${total}: ${wording(conflicts)}`, { causes })
}

type Conflict = { one: Manager; fields: string[] }

function wording(conflicts: Conflict[]): string {
  const [first] = conflicts
  if (conflicts.length === 1 && first?.fields.length === 1)
    return `conflict with ${nameOf(first.one)}: ${first.fields[0]}`
  return conflicts
    .flatMap(({ one, fields }) => [`conflicts with ${nameOf(one)}:`, ...fields.map((field) => `- ${field}`)])
    .join('\n')
}

function nameOf({ manager, operation, subresource, apiVersion }: Manager): string {
  const through = subresource === '' ? '' : ` with subresource "${subresource}"`
  return `"${manager}"${through}${operation === 'Apply' ? '' : ` using ${apiVersion}`}`
}
