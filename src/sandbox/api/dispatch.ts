import { ApiError } from './api-error.ts'
import type { Call, Reply } from './call.ts'
import { create } from './verbs/create.ts'
import { patch } from './verbs/patch.ts'
import { podLog } from './verbs/pod-log.ts'
import { get, list } from './verbs/read.ts'
import { remove, removeCollection } from './verbs/remove.ts'
import { scale } from './verbs/scale.ts'
import { update } from './verbs/update.ts'
import { watch } from './verbs/watch.ts'

type Verb = (call: Call) => Reply

const collection: Record<string, Verb> = { GET: list, POST: create, DELETE: removeCollection }
const single: Record<string, Verb> = { GET: get, PUT: update, PATCH: patch, DELETE: remove }
const subresources: Record<string, Record<string, Verb>> = {
  status: { GET: get, PUT: update, PATCH: patch },
  finalize: { PUT: update },
  scale: { GET: scale, PUT: scale, PATCH: scale },
  log: { GET: podLog },
}

/** From an understood request to its answer. */
export function dispatch(call: Call): Reply {
  const verb = verbOf(call)
  if (verb === undefined)
    throw new ApiError(
      405,
      'MethodNotAllowed',
      'the server does not allow this method on the requested resource',
      {},
    )
  return verb(call)
}

function verbOf(call: Call): Verb | undefined {
  const { method, name, subresource, resource, query } = call
  if (method === 'GET' && ['true', '1'].includes(query.get('watch') ?? '')) return watch
  if (name === '') return resource.createOnly && method !== 'POST' ? undefined : collection[method]
  if (subresource === '') return single[method]
  if (!resource.subresources.includes(subresource))
    throw new ApiError(404, 'NotFound', 'the server could not find the requested resource', {})
  return subresources[subresource]?.[method]
}
