import { createHash } from 'node:crypto'
import type { Resource } from '../../store.ts'
import { apiVersionOf, resources } from '../resources.ts'
import { type Field, fieldsOf, isType } from '../schema/schema.ts'

/** Clients look here whether the server validates fields (a query parameter of PATCH), and how lists merge. */
export function openapiIndex(): object {
  const paths = [...new Set(resources.map(apiVersionOf))].map((groupVersion) => {
    const path = groupVersion.includes('/') ? `apis/${groupVersion}` : `api/${groupVersion}`
    return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hashOf(groupVersion)}` }]
  })
  return { paths: Object.fromEntries(paths) }
}

const hashOf = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 32).toUpperCase()

export function findOpenapi(path: string): object | undefined {
  const groupVersion = path.replace(/^apis?\//, '')
  const served = resources.filter((one) => apiVersionOf(one) === groupVersion)
  if (served.length === 0) return undefined
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.34.4' },
    paths: Object.assign({}, ...served.map(pathsOf)),
    components: { schemas: schemasOf(served) },
  }
}

const query = (name: string): object => ({ name, in: 'query', schema: { type: 'string', uniqueItems: true } })
const writing = ['dryRun', 'fieldManager', 'fieldValidation'].map(query)
const patchTypes = [
  'application/apply-patch+yaml',
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
]

function pathsOf(one: Resource): object {
  const prefix = one.group === '' ? '/api/v1' : `/apis/${one.group}/${one.version}`
  const collection = `${prefix}${one.namespaced ? '/namespaces/{namespace}' : ''}/${one.resource}`
  const operation = (action: string, parameters: object[], body?: object) => ({
    operationId: `${action}${one.kind}`,
    parameters,
    ...(body ? { requestBody: body } : {}),
    responses: { 200: { description: 'OK' } },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': groupVersionKind(one),
  })
  const schema = { $ref: `#/components/schemas/${schemaName(one.kind)}` }
  const any = { content: { '*/*': { schema } } }
  const patch = {
    content: Object.fromEntries(patchTypes.map((type) => [type, { schema: { type: 'object' } }])),
  }
  return {
    [collection]: { get: operation('list', []), post: operation('post', writing, any) },
    [`${collection}/{name}`]: {
      get: operation('get', []),
      put: operation('put', writing, any),
      patch: operation('patch', [...writing, query('force')], patch),
      delete: operation('delete', [query('dryRun')]),
    },
  }
}

const groupVersionKind = ({ group, version, kind }: Resource): object => ({ group, version, kind })

function schemaName(type: string): string {
  return `io.k8s.api.${type}`
}

function schemasOf(served: Resource[]): object {
  const schemas: Record<string, object> = {}
  for (const one of served) {
    if (isType(one.kind)) collect(one.kind, schemas)
    else schemas[schemaName(one.kind)] = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }
    const name = schemaName(one.kind)
    schemas[name] = { ...schemas[name], 'x-kubernetes-group-version-kind': [groupVersionKind(one)] }
  }
  return schemas
}

function collect(type: string, into: Record<string, object>): void {
  const name = schemaName(type)
  if (into[name]) return
  const isObject = fieldsOf(type).has('metadata') && type !== 'PodTemplateSpec' && type !== 'JobTemplateSpec'
  const typeMeta = isObject ? { apiVersion: { type: 'string' }, kind: { type: 'string' } } : {}
  into[name] = {}
  const properties = [...fieldsOf(type).values()].map((field) => [field.name, propertyOf(field, into)])
  into[name] = { type: 'object', properties: { ...typeMeta, ...Object.fromEntries(properties) } }
}

const scalars: Record<string, object> = {
  string: { type: 'string' },
  bytes: { type: 'string', format: 'byte' },
  bool: { type: 'boolean' },
  int32: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  double: { type: 'number', format: 'double' },
  quantity: { oneOf: [{ type: 'string' }, { type: 'number' }] },
  intstr: { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] },
  time: { type: 'string', format: 'date-time' },
  microtime: { type: 'string', format: 'date-time' },
}

function propertyOf(field: Field, into: Record<string, object>): object {
  if (isType(field.type)) collect(field.type, into)
  const single = isType(field.type)
    ? { allOf: [{ $ref: `#/components/schemas/io.k8s.api.${field.type}` }] }
    : (scalars[field.type] ?? { type: 'object' })
  if (field.shape === 'map') return { type: 'object', additionalProperties: single, ...strategyOf(field) }
  return field.shape === 'list'
    ? { type: 'array', items: single, ...strategyOf(field) }
    : { ...single, ...strategyOf(field) }
}

function strategyOf({ mergeKey, retainsKeys, keys, shape, isAtomic }: Field): object {
  const strategies = [...(mergeKey === undefined ? [] : ['merge']), ...(retainsKeys ? ['retainKeys'] : [])]
  const list = shape !== 'list' ? undefined : isAtomic ? 'atomic' : keys?.length ? 'map' : 'set'
  return {
    ...(strategies.length > 0 ? { 'x-kubernetes-patch-strategy': strategies.join(',') } : {}),
    ...(mergeKey ? { 'x-kubernetes-patch-merge-key': mergeKey } : {}),
    ...(list ? { 'x-kubernetes-list-type': list } : {}),
    ...(keys?.length ? { 'x-kubernetes-list-map-keys': keys } : {}),
    ...(shape === 'map' && isAtomic ? { 'x-kubernetes-map-type': 'atomic' } : {}),
  }
}
