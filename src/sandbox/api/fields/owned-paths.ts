import type { Json } from '../json.ts'
import { childPath, type PathSet } from './path-set.ts'
import { childrenOf, type Shape } from './shape.ts'

/** Nobody owns what names an object, nor what the server keeps about it. */
const unowned = new Set(
  [
    'name',
    'namespace',
    'creationTimestamp',
    'selfLink',
    'uid',
    'generation',
    'managedFields',
    'resourceVersion',
  ].map((name) => `f:metadata\0f:${name}`),
)

export const isOwnable = (path: string): boolean =>
  path !== 'f:apiVersion' && path !== 'f:kind' && path !== 'f:metadata' && !unowned.has(path)

/** The fields that an applied configuration speaks about. */
export function ownedPaths(object: Json, shape: Shape): PathSet {
  const paths: PathSet = new Set()
  collect(object, shape, '', paths)
  return new Set([...paths].filter(isOwnable))
}

function collect(value: unknown, shape: Shape, path: string, into: PathSet): void {
  const children = childrenOf(value, shape)
  const element = path.slice(path.lastIndexOf('\0') + 1)
  if (path !== '' && (!children?.size || element.startsWith('k:'))) into.add(path)
  for (const [name, child] of children ?? []) collect(child.value, child.shape, childPath(path, name), into)
}
