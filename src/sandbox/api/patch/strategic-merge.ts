import { isRecord, type Json, recordsOf } from '../json.ts'
import { type Field, fieldsOf, isType } from '../schema/schema.ts'
import { mergeItems, mergeValues } from './strategic-list.ts'

/** Lists that have a merge key are merged by it; `$patch`, `$retainKeys`, `$setElementOrder` and `$deleteFromPrimitiveList` are orders to the server. */
export function strategicMerge(target: unknown, patch: Json, type: string | undefined): Json {
  if (patch.$patch === 'replace') return withoutOrders(patch)
  if (patch.$patch === 'delete') return {}
  const merged = retained(isRecord(target) ? target : {}, patch.$retainKeys)
  for (const [name, value] of Object.entries(patch)) {
    if (name.startsWith('$')) continue
    const next = mergeField(
      merged[name],
      value,
      type ? fieldsOf(type).get(name) : undefined,
      ordersFor(patch, name),
    )
    if (next === undefined || next === null) delete merged[name]
    else merged[name] = next
  }
  for (const name of ordersWithoutValue(patch))
    merged[name] = mergeField(
      merged[name],
      [],
      type ? fieldsOf(type).get(name) : undefined,
      ordersFor(patch, name),
    )
  return merged
}

export type Orders = { order: unknown[] | undefined; deleted: unknown[] }

function mergeField(target: unknown, value: unknown, field: Field | undefined, orders: Orders): unknown {
  if (value === null) return undefined
  const type = field && isType(field.type) ? field.type : undefined
  if (Array.isArray(value)) {
    if (field?.mergeKey === undefined) return value
    const live = Array.isArray(target) ? target : []
    return field.mergeKey === ''
      ? mergeValues(live, value, orders)
      : mergeItems(live as Json[], recordsOf(value), field.mergeKey, type, orders)
  }
  if (!isRecord(value)) return value
  return strategicMerge(target, value, field?.shape === 'one' ? type : undefined)
}

const ordersFor = (patch: Json, name: string): Orders => ({
  order: asList(patch[`$setElementOrder/${name}`]),
  deleted: asList(patch[`$deleteFromPrimitiveList/${name}`]) ?? [],
})

const asList = (value: unknown): unknown[] | undefined => (Array.isArray(value) ? value : undefined)

/** `$deleteFromPrimitiveList/finalizers` may come without `finalizers`. */
function ordersWithoutValue(patch: Json): string[] {
  return Object.keys(patch)
    .filter((name) => name.startsWith('$deleteFromPrimitiveList/'))
    .map((name) => name.slice('$deleteFromPrimitiveList/'.length))
    .filter((name) => !(name in patch))
}

function retained(target: Json, keys: unknown): Json {
  if (!Array.isArray(keys)) return { ...target }
  return Object.fromEntries(Object.entries(target).filter(([name]) => keys.includes(name)))
}

export const withoutOrders = (patch: Json): Json =>
  Object.fromEntries(Object.entries(patch).filter(([name]) => !name.startsWith('$')))
