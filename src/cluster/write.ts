import type { KubeObject } from '../rollout/kube.ts'
import { type Api, checked } from './api.ts'
import { fieldManager } from './apply.ts'
import { resourcePath } from './resources.ts'
import { httpStatusOf } from './status-error.ts'
import { tidy } from './tidy.ts'

const notFound = 404
const conflict = 409

/**
 * Undefined when an object of this name exists already: of two that try at once, one wins. After a connection that
 * broke, the winner can be this very call.
 */
export const createObject = <T extends KubeObject>(api: Api, object: T, signal?: AbortSignal) =>
  send(api, 'POST', object, signal)

/** Writes over the version that was read; undefined when it was changed or removed since, be it by this very call. */
export const replaceObject = <T extends KubeObject>(api: Api, object: T, signal?: AbortSignal) =>
  send(api, 'PUT', object, signal)

async function send<T extends KubeObject>(
  api: Api,
  method: 'POST' | 'PUT',
  object: T,
  signal: AbortSignal | undefined,
): Promise<T | undefined> {
  const { apiVersion = '', kind = '', metadata } = object
  const { name = '', namespace } = metadata ?? {}
  const collection = { apiVersion, kind, ...(namespace ? { namespace } : {}) }
  const path = resourcePath(method === 'POST' ? collection : { ...collection, name })
  const purpose = { verb: method === 'POST' ? 'create' : 'update', ...collection, name }
  try {
    const request = { method, path, query: { fieldManager }, body: object, isRepeatable: true, signal }
    return tidy((await checked(api, request, purpose)) as T)
  } catch (error) {
    const status = httpStatusOf(error)
    if (status === conflict || (method === 'PUT' && status === notFound)) return undefined
    throw error
  }
}
