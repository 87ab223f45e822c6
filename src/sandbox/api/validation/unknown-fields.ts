import { ApiError, badRequest } from '../api-error.ts'
import type { Call } from '../call.ts'
import { isRecord, type Json } from '../json.ts'
import { apiVersionOf } from '../resources.ts'
import { type Field, fieldsOf, isType, typeMeta } from '../schema/schema.ts'

/** `unknown field "spec.replica"`, for every field that the kind does not have. */
export function unknownFields(object: Json, kind: string): string[] {
  if (!isType(kind)) return []
  const known = Object.fromEntries(Object.entries(object).filter(([name]) => !typeMeta.has(name)))
  return visit(known, kind, '')
}

function visit(object: Json, type: string, path: string): string[] {
  return Object.entries(object).flatMap(([name, value]) => {
    const field = fieldsOf(type).get(name)
    const at = path === '' ? name : `${path}.${name}`
    return field ? visitValue(value, field, at) : [`unknown field "${at}"`]
  })
}

function visitValue(value: unknown, field: Field, path: string): string[] {
  if (!isType(field.type)) return []
  if (Array.isArray(value))
    return value.flatMap((item, index) =>
      isRecord(item) ? visit(item, field.type, `${path}[${index}]`) : [],
    )
  if (!isRecord(value)) return []
  if (field.shape !== 'map') return visit(value, field.type, path)
  return Object.entries(value).flatMap(([key, item]) =>
    isRecord(item) ? visit(item, field.type, `${path}.${key}`) : [],
  )
}

/** What `fieldValidation` asks for: refuse, warn, or be silent. */
export function checkUnknownFields(call: Call, object: Json): void {
  const mode = call.query.get('fieldValidation') || 'Warn'
  const { kind } = call.resource
  if (mode === 'Ignore') return
  const problems = unknownFields(object, kind)
  if (problems.length === 0) return
  if (mode !== 'Strict') return void call.warnings.push(...problems)
  throw refusal(call, problems, object)
}

/** Each way of writing has its own words for it. */
function refusal({ method, contentType, resource }: Call, problems: string[], sent: Json): ApiError {
  const { kind, version } = resource
  const told = `strict decoding error: ${problems.join(', ')}`
  if (method !== 'PATCH')
    return badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${told}`)
  if (!contentType.startsWith('application/apply-patch')) return badRequest(told)
  const [, field] = /"(.*)"/.exec(problems[0] ?? '') ?? []
  const { name, namespace } = (sent.metadata ?? {}) as Record<string, unknown>
  const where = `${namespace ?? ''}/${name ?? ''}; ${apiVersionOf(resource).replace(/^v1$/, '/v1')}, Kind=${resource.kind}`
  return new ApiError(
    500,
    '',
    `failed to create typed patch object (${where}): .${field}: field not declared in schema`,
  )
}
