import { loadAll } from 'js-yaml'

/** An object of a rendered chart. */
export type Manifest = {
  apiVersion: string
  kind: string
  metadata: {
    name: string
    namespace?: string
    labels?: Record<string, string>
    annotations?: Record<string, string>
  }
  spec?: Record<string, unknown>
  data?: Record<string, string>
  [field: string]: unknown
}

/** The objects of a rendered chart, in its order; empty documents are left out. Of a key twice the last counts, as for helm. */
export const readManifests = (rendered: string): Manifest[] =>
  (loadAll(rendered, { json: true }) as unknown[]).filter(isManifest)

export const isManifest = (document: unknown): document is Manifest =>
  isObject(document) &&
  typeof document['kind'] === 'string' &&
  isObject(document['metadata']) &&
  typeof document['metadata']['name'] === 'string'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
