import { isDeepStrictEqual } from 'node:util'
import type { Json } from '../json.ts'
import { isOwnable } from './owned-paths.ts'
import { childPath, type PathSet } from './path-set.ts'
import { childrenOf, type Shape } from './shape.ts'

export type Difference = { changed: PathSet; removed: PathSet }

/** Fields that exist in every object of their type, even when they were not sent: nobody adds them. */
const alwaysThere =
  /(^|\0)f:(spec|status|metadata|template|jobTemplate|containers|strategy|updateStrategy|podSelector|scaleTargetRef)$/

/** What a write did: fields added or given another value, and fields that are gone. */
export function compare(before: Json, after: Json, shape: Shape): Difference {
  const difference: Difference = { changed: new Set(), removed: new Set() }
  visit(before, after, shape, '', difference)
  return difference
}

function visit(before: unknown, after: unknown, shape: Shape, path: string, difference: Difference): void {
  if (isDeepStrictEqual(before, after)) return
  const old = childrenOf(before, shape)
  const now = childrenOf(after, shape)
  if (path !== '') note(before, after, Boolean(old?.size || now?.size), path, difference)
  for (const name of new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])) {
    const child = now?.get(name) ?? old?.get(name)
    if (child)
      visit(old?.get(name)?.value, now?.get(name)?.value, child.shape, childPath(path, name), difference)
  }
}

function note(
  before: unknown,
  after: unknown,
  isInner: boolean,
  path: string,
  { changed, removed }: Difference,
): void {
  if (!isOwnable(path)) return
  if (after === undefined) removed.add(path)
  else if (before === undefined && alwaysThere.test(path)) return
  else if (before === undefined || !isInner) changed.add(path)
}
