import type { KubeObject } from '../rollout/kube.ts'
import { type Api, checked } from './api.ts'
import { notAnApi } from './not-an-api.ts'
import { type ResourceRef, resourcePath } from './resources.ts'
import { shareTemplates } from './share-templates.ts'
import { spareMemory } from './spare-memory.ts'
import { httpStatusOf } from './status-error.ts'
import { tidy } from './tidy.ts'

export type ListOptions = {
  labelSelector?: string | undefined
  fieldSelector?: string | undefined
  /** Metadata only, from a server that can. */
  isOutline?: boolean | undefined
  signal?: AbortSignal | undefined
  patienceMs?: number
  /** Only these are answered: of thousands of objects that are known, the whole need not be held at once. */
  isWanted?: ((object: KubeObject) => boolean) | undefined
}
export type Listing = {
  items: KubeObject[]
  /** Of all that there are, wanted or not. */
  names: Set<string>
  resourceVersion: string
}
type Page = { items: KubeObject[] | null; metadata: { resourceVersion?: string; continue?: string } }

const firstPage = '250'
/** Each is held as text and as objects at once: of a long list, less at a time. */
const nextPages = '100'
const outline = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json'

/** A whole collection, page by page; in one piece when the cluster has forgotten where the next page begins. */
export async function fetchList(api: Api, ref: ResourceRef, options: ListOptions = {}): Promise<Listing> {
  const first = await fetchPage(api, ref, options, { limit: firstPage })
  const listing = take(emptyListing(first), first, ref, options)
  let page = first
  while (page.metadata.continue) {
    spareMemory()
    const next = await fetchPage(api, ref, options, {
      limit: nextPages,
      continue: page.metadata.continue,
    }).catch(unlessExpired)
    if (!next) return fetchWhole(api, ref, options)
    take(listing, next, ref, options)
    page = next
  }
  return listing
}

async function fetchWhole(api: Api, ref: ResourceRef, options: ListOptions): Promise<Listing> {
  const page = await fetchPage(api, ref, options, {})
  return take(emptyListing(page), page, ref, options)
}

const unlessExpired = (error: unknown): undefined => {
  if (httpStatusOf(error) !== 410) throw error
}

const itemsOf = ({ items }: Page, { apiVersion, kind }: ResourceRef): KubeObject[] =>
  (items ?? []).map((item) => shareTemplates(tidy({ apiVersion, kind, ...item })))

const emptyListing = ({ metadata }: Page): Listing => ({
  items: [],
  names: new Set(),
  resourceVersion: metadata.resourceVersion ?? '',
})

function take(into: Listing, page: Page, ref: ResourceRef, { isWanted = () => true }: ListOptions): Listing {
  for (const item of itemsOf(page, ref)) {
    into.names.add(item.metadata?.name ?? '')
    if (isWanted(item)) into.items.push(item)
  }
  return into
}

async function fetchPage(
  api: Api,
  ref: ResourceRef,
  { labelSelector, fieldSelector, isOutline, signal, patienceMs }: ListOptions,
  cut: Record<string, string>,
): Promise<Page> {
  const page = await checked(
    api,
    {
      method: 'GET',
      path: resourcePath(ref),
      query: { labelSelector, fieldSelector, ...cut },
      signal,
      ...(isOutline ? { accept: outline } : {}),
      ...(patienceMs === undefined ? {} : { patienceMs }),
    },
    { verb: 'list', ...ref },
  )
  if (!isPage(page))
    throw notAnApi(api.context, `it was asked for a list of kind ${ref.kind} and sent something else`)
  return page
}

/** Whatever else answers with JSON must not look like an empty cluster. */
const isPage = (answer: unknown): answer is Page =>
  typeof answer === 'object' &&
  answer !== null &&
  'items' in answer &&
  (answer.items === null || Array.isArray(answer.items)) &&
  'metadata' in answer &&
  typeof answer.metadata === 'object' &&
  answer.metadata !== null
