import type { KubeObject } from '../rollout/kube.ts'
import { type Api, checked } from './api.ts'
import { type ResourceRef, resourcePath } from './resources.ts'
import { tidy } from './tidy.ts'

export type ListOptions = {
  labelSelector?: string | undefined
  signal?: AbortSignal | undefined
  timeoutMs?: number
}
export type Listing = { items: KubeObject[]; resourceVersion: string }
type Page = { items?: KubeObject[] | null; metadata?: { resourceVersion?: string; continue?: string } }

/** A whole collection, page by page. */
export async function fetchList(api: Api, ref: ResourceRef, options: ListOptions = {}): Promise<Listing> {
  const items: KubeObject[] = []
  let cursor: string | undefined
  let resourceVersion = ''
  do {
    const page = await fetchPage(api, ref, options, cursor)
    for (const item of page.items ?? [])
      items.push(tidy({ apiVersion: ref.apiVersion, kind: ref.kind, ...item }))
    resourceVersion = page.metadata?.resourceVersion ?? resourceVersion
    cursor = page.metadata?.continue || undefined
  } while (cursor)
  return { items, resourceVersion }
}

async function fetchPage(
  api: Api,
  ref: ResourceRef,
  options: ListOptions,
  cursor: string | undefined,
): Promise<Page> {
  const query = { limit: '500', labelSelector: options.labelSelector, continue: cursor }
  const request = { method: 'GET', path: resourcePath(ref), query, signal: options.signal } as const
  const timeout = options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }
  return (await checked(api, { ...request, ...timeout }, { verb: 'list', ...ref })) as Page
}
