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

/** The objects of a rendered chart, in its order; empty documents are left out. */
export const readManifests = (rendered: string): Manifest[] =>
  (loadAll(rendered) as unknown[]).filter(
    (document): document is Manifest =>
      typeof document === 'object' && document !== null && 'kind' in document,
  )
