import { badRequest } from '../api-error.ts'
import { isRecord, type Json } from '../json.ts'
import { fieldsOf, isType, typeMeta } from '../schema/schema.ts'

const expected: Record<string, string> = { int32: 'int32', int64: 'int64', string: 'string', bool: 'bool' }
const matches: Record<string, (value: unknown) => boolean> = {
  int32: Number.isInteger,
  int64: Number.isInteger,
  string: (value) => typeof value === 'string',
  bool: (value) => typeof value === 'boolean',
}

/** Text where a number belongs is refused before anything else is looked at. */
export function checkTypes(object: Json, kind: string, version: string): void {
  const problem = isType(kind) ? findProblem(object, kind, '') : undefined
  if (problem === undefined) return
  const { value, type, path, parent } = problem
  const field = `${parent}.${path}`
  const told = `json: cannot unmarshal ${jsonType(value)} into Go struct field ${field} of type ${type}`
  throw badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${told}`)
}

type Problem = { value: unknown; type: string; path: string; parent: string }

function findProblem(object: Json, type: string, path: string): Problem | undefined {
  for (const [name, value] of Object.entries(object)) {
    const field = fieldsOf(type).get(name)
    if (field === undefined || typeMeta.has(name) || value === null) continue
    const at = path === '' ? name : `${path}.${name}`
    for (const item of itemsOf(value, field.shape)) {
      const problem = isType(field.type)
        ? isRecord(item)
          ? findProblem(item, field.type, at)
          : { value: item, type: `v1.${field.type}`, path: at, parent: type }
        : mismatch(item, field.type, at, type)
      if (problem) return problem
    }
  }
  return undefined
}

function itemsOf(value: unknown, shape: 'one' | 'list' | 'map'): unknown[] {
  if (shape === 'one') return [value]
  const items = Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : []
  return items.filter((item) => item !== null)
}

function mismatch(value: unknown, type: string, path: string, parent: string): Problem | undefined {
  const isMatch = matches[type]
  return isMatch && !isMatch(value) ? { value, type: expected[type] ?? type, path, parent } : undefined
}

const jsonType = (value: unknown): string => {
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'boolean') return 'bool'
  return typeof value
}
