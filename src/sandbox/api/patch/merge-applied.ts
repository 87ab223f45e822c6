import { childrenOf, itemElement, type Shape } from '../fields/shape.ts'
import { isRecord, type Json } from '../json.ts'

/** The live object with what was applied laid over it, field by field and item by item. */
export function mergeApplied(live: unknown, applied: unknown, shape: Shape): unknown {
  if (applied === undefined) return live
  const names = childrenOf(applied, shape)
  if (names === undefined) return applied
  if (shape.as === 'items') return mergeItems(live, applied as Json[], shape)
  if (shape.as === 'set')
    return [...new Set([...(Array.isArray(live) ? live : []), ...(applied as unknown[])])]
  const merged: Json = isRecord(live) ? { ...live } : {}
  for (const [element, child] of names) {
    const name = element.slice(2)
    merged[name] = mergeApplied(merged[name], child.value, child.shape)
  }
  return merged
}

function mergeItems(live: unknown, applied: Json[], shape: Shape & { as: 'items' }): unknown[] {
  const old = new Map((Array.isArray(live) ? live : []).map((item) => [itemElement(item, shape.keys), item]))
  const own = applied.map((item): [string, unknown] => {
    const element = itemElement(item, shape.keys)
    return [element, mergeApplied(old.get(element), item, shape.item)]
  })
  const applying = new Map(own)
  const rest = [...old].filter(([element]) => !applying.has(element)).map(([, item]) => item)
  return [...applying.values(), ...rest]
}
