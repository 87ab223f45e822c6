import { isRecord, type Json } from '../json.ts'
import { type Field, fieldsOf, isType } from '../schema/schema.ts'

/** How a value is owned: as a whole, field by field, or item by item. */
export type Shape =
  | { as: 'leaf' }
  | { as: 'struct'; type: string }
  | { as: 'map'; item: Shape }
  | { as: 'items'; keys: string[]; item: Shape }
  | { as: 'set' }
  /** A kind without a schema: objects field by field, lists as a whole. */
  | { as: 'guess' }

const leaf: Shape = { as: 'leaf' }

export const shapeOfKind = (kind: string): Shape =>
  isType(kind) ? { as: 'struct', type: kind } : { as: 'guess' }

export function shapeOfField(type: string, name: string): Shape {
  const field = fieldsOf(type).get(name)
  return field ? shapeOf(field) : leaf
}

function shapeOf(field: Field): Shape {
  if (field.isAtomic) return leaf
  const single: Shape = isType(field.type) ? { as: 'struct', type: field.type } : leaf
  if (field.shape === 'map') return { as: 'map', item: single }
  if (field.shape === 'one') return single
  return field.keys?.length
    ? { as: 'items', keys: field.keys, item: field.hasAtomicItems ? leaf : single }
    : { as: 'set' }
}

/** The owned children of a value, by path element; undefined when it is owned as a whole. */
export function childrenOf(
  value: unknown,
  shape: Shape,
): Map<string, { value: unknown; shape: Shape }> | undefined {
  if (shape.as === 'items' && Array.isArray(value))
    return new Map(value.map((item) => [itemElement(item, shape.keys), { value: item, shape: shape.item }]))
  if (shape.as === 'set' && Array.isArray(value))
    return new Map(value.map((item) => [`v:${JSON.stringify(item)}`, { value: item, shape: leaf }]))
  if (!isRecord(value) || shape.as === 'leaf' || shape.as === 'items' || shape.as === 'set') return undefined
  return new Map(
    Object.entries(value)
      .filter(([, child]) => child !== undefined)
      .map(([name, child]) => [`f:${name}`, { value: child, shape: childShape(shape, name) }]),
  )
}

function childShape(shape: Shape, name: string): Shape {
  if (shape.as === 'struct') return shapeOfField(shape.type, name)
  if (shape.as === 'map') return shape.item
  return shape
}

const itemDefaults: Json = { protocol: 'TCP' }

/** `k:{"containerPort":80,"protocol":"TCP"}`: keys left out have their default. */
export function itemElement(item: unknown, keys: string[]): string {
  const record = isRecord(item) ? item : {}
  const sorted = [...keys].sort()
  return `k:${JSON.stringify(Object.fromEntries(sorted.map((key) => [key, record[key] ?? itemDefaults[key]])))}`
}
