import { isDeepStrictEqual } from 'node:util'
import type { Json } from '../json.ts'
import { type Orders, strategicMerge, withoutOrders } from './strategic-merge.ts'

export function mergeItems(
  live: Json[],
  patch: Json[],
  key: string,
  type: string | undefined,
  orders: Orders,
): Json[] {
  if (patch.some((item) => item.$patch === 'replace' && item[key] === undefined))
    return patch.filter((item) => item.$patch !== 'replace' || item[key] !== undefined)
  let items = [...live]
  for (const item of patch) {
    const at = items.findIndex((one) => one[key] === item[key])
    if (item.$patch === 'delete') items = items.filter((one) => one[key] !== item[key])
    else if (item.$patch === 'replace')
      items = at < 0 ? [...items, withoutOrders(item)] : items.with(at, withoutOrders(item))
    else if (at < 0) items = [...items, strategicMerge({}, item, type)]
    else items = items.with(at, strategicMerge(items[at], item, type))
  }
  return inOrder(
    items,
    (item) => item[key],
    (orders.order as Json[] | undefined)?.map((item) => item[key]),
  )
}

export function mergeValues(live: unknown[], patch: unknown[], { order, deleted }: Orders): unknown[] {
  const kept = live.filter((value) => !deleted.some((gone) => isDeepStrictEqual(gone, value)))
  const added = patch.filter((value) => !kept.some((one) => isDeepStrictEqual(one, value)))
  return inOrder([...kept, ...added], (value) => value, order)
}

/** What the order names comes in that order; the rest stays in front, where the server has put it. */
function inOrder<T>(items: T[], keyOf: (item: T) => unknown, order: unknown[] | undefined): T[] {
  if (order === undefined) return items
  const rank = (item: T): number => order.indexOf(keyOf(item))
  const rest = items.filter((item) => rank(item) < 0)
  return [...items.filter((item) => rank(item) >= 0).sort((a, b) => rank(a) - rank(b)), ...rest]
}
