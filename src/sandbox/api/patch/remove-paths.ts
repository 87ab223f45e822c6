import { childPath, type PathSet } from '../fields/path-set.ts'
import { childrenOf, itemElement, type Shape } from '../fields/shape.ts'
import { isRecord, type Json } from '../json.ts'

/** The value without the fields and items at these paths. */
export function removePaths(value: unknown, shape: Shape, paths: PathSet, path = ''): unknown {
  const children = childrenOf(value, shape)
  if (children === undefined || paths.size === 0) return value
  if (Array.isArray(value)) return removeItems(value, shape, paths, path)
  if (!isRecord(value)) return value
  const kept: Json = {}
  for (const [element, child] of children) {
    const at = childPath(path, element)
    if (!paths.has(at)) kept[element.slice(2)] = removePaths(child.value, child.shape, paths, at)
  }
  return kept
}

function removeItems(items: unknown[], shape: Shape, paths: PathSet, path: string): unknown[] {
  const element = (item: unknown) =>
    shape.as === 'items' ? itemElement(item, shape.keys) : `v:${JSON.stringify(item)}`
  const kept = items.filter((item) => !paths.has(childPath(path, element(item))))
  return shape.as === 'items'
    ? kept.map((item) => removePaths(item, shape.item, paths, childPath(path, element(item))))
    : kept
}
