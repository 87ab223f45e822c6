import { isRecord, type Json } from '../json.ts'
import { canonicalQuantity } from './canonical-quantity.ts'
import { type Field, fieldsOf, isType, typeMeta } from './schema.ts'

/** The object as its type holds it: no unknown fields, nothing null, no empty lists and maps, quantities in their shortest form. */
export function canonical(object: Json, kind: string): Json {
  if (!isType(kind)) return object
  const meta = Object.fromEntries(Object.entries(object).filter(([name]) => typeMeta.has(name)))
  return { ...meta, ...canonicalStruct(object, kind) }
}

function canonicalStruct(object: Json, type: string): Json {
  const entries = Object.entries(object).flatMap(([name, value]): [string, unknown][] => {
    const field = fieldsOf(type).get(name)
    const kept = field === undefined || value === null ? undefined : canonicalField(value, field)
    return kept === undefined ? [] : [[name, kept]]
  })
  return Object.fromEntries(entries)
}

function canonicalField(value: unknown, field: Field): unknown {
  if (field.shape === 'one') return canonicalValue(value, field.type)
  if (Array.isArray(value))
    return value.length === 0 ? undefined : value.map((item) => canonicalValue(item, field.type))
  if (!isRecord(value)) return value
  const entries = Object.entries(value).map(([key, item]) => [key, canonicalValue(item, field.type)])
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

function canonicalValue(value: unknown, type: string): unknown {
  if (type === 'quantity') return canonicalQuantity(value)
  return isType(type) && isRecord(value) ? canonicalStruct(value, type) : value
}
