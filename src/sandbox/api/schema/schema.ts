import { types } from './types.ts'

/**
 * One field of a type. A row reads `name=NUMBER:TYPE` (number: the field's in protobuf), with these signs:
 * `*name` its fields appear in the parent · `{T}` map · `T[]` list · `T[k,l]` list with keys k and l · `T[=]` set ·
 * `T!` owned and replaced as a whole · `~k` a strategic merge patch merges it by k · `&` it retains keys.
 */
export type Field = {
  name: string
  number: number
  type: string
  shape: 'one' | 'list' | 'map'
  isInline: boolean
  /** Keys of a list whose items are owned one by one; empty for a set. */
  keys: string[] | undefined
  isAtomic: boolean
  /** Items of a list with keys are owned as a whole. */
  hasAtomicItems: boolean
  /** Strategic merge: the key of the items, empty for plain values. */
  mergeKey: string | undefined
  retainsKeys: boolean
}

const row = /^(\*?)(\w+)=(\d+):(\{)?(\w+)\}?(?:\[([^\]]*)\])?(!?)(?:~(\w*))?(&?)$/
const parsed = new Map<string, Field[]>()
const flattened = new Map<string, Map<string, Field>>()

export const isType = (type: string): boolean => types[type] !== undefined

/** As protobuf numbers them, inlined messages not opened. */
export function ownFieldsOf(type: string): Field[] {
  const known = parsed.get(type)
  if (known) return known
  const fields = (types[type] ?? '').split(' ').filter(Boolean).map(readField)
  parsed.set(type, fields)
  return fields
}

/** As JSON names them, inlined messages opened. */
export function fieldsOf(type: string): Map<string, Field> {
  const known = flattened.get(type)
  if (known) return known
  const fields = ownFieldsOf(type).flatMap((field): [string, Field][] =>
    field.isInline ? [...fieldsOf(field.type)] : [[field.name, field]],
  )
  const map = new Map(fields)
  flattened.set(type, map)
  return map
}

function readField(text: string): Field {
  const match = row.exec(text)
  if (match === null) throw new Error(`schema row not understood: ${text}`)
  const [, inline, name = '', number, brace, type = '', list, bang, mergeKey, retain] = match
  return {
    name,
    number: Number(number),
    type,
    shape: brace ? 'map' : list === undefined ? 'one' : 'list',
    isInline: inline === '*',
    keys: list === undefined || list === '' ? undefined : list === '=' ? [] : list.split(','),
    isAtomic: list === undefined ? bang === '!' : list === '',
    hasAtomicItems: list !== undefined && bang === '!',
    mergeKey,
    retainsKeys: retain === '&',
  }
}

/** Every object carries these beside the fields of its type. */
export const typeMeta = new Set(['apiVersion', 'kind'])
