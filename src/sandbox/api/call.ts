import type { ServerResponse } from 'node:http'
import type { ApiServerOptions } from '../api-server.ts'
import type { Resource, Store } from '../store.ts'

/** A request for an object or a list of them, understood as far as its address and headers. */
export type Call = {
  store: Store
  logs: ApiServerOptions['logs']
  now: () => Date
  method: string
  resource: Resource
  namespace: string | undefined
  /** Empty for a collection. */
  name: string
  subresource: string
  query: URLSearchParams
  accept: string
  contentType: string
  /** Who writes, when the query names nobody. */
  userAgent: string
  body: Buffer
  /** Sentences for the `Warning` header. */
  warnings: string[]
}

export type Reply = { code: number; body: object } | { stream: (response: ServerResponse) => void }

export const reply = (code: number, body: object): Reply => ({ code, body })

export const keyOf = ({ resource: { group, resource, namespaced }, namespace, name }: Call) =>
  namespaced ? { group, resource, namespace: namespace ?? 'default', name } : { group, resource, name }

export const isDryRun = ({ query }: Call): boolean => query.getAll('dryRun').includes('All')

export const managerOf = ({ query, userAgent }: Call): string =>
  query.get('fieldManager') || userAgent.split('/')[0] || 'unknown'
