import type { Config } from '../config/config.ts'
import type { Cluster, Secrets, World } from '../ports.ts'
import type { UrlReport } from '../report.ts'
import type { WatchedKind } from '../rollout/kube.ts'
import type { RolloutState } from '../rollout/state.ts'
import { type FetchedSnapshot, fetchSnapshot, maskSnapshot } from './fetch-snapshot.ts'
import { findUrl, probeUrl } from './publish-urls.ts'

export type ObservationRequest = {
  config: Config
  cluster: Cluster
  namespace: string
  /** How long the published URL may take to answer. */
  urlBudgetMs: number
}

export type Page = UrlReport & { contentType?: string; body?: string }
export type Observation = {
  snapshot: FetchedSnapshot
  unseen: WatchedKind[]
  pages: Page[]
  /** With what logs and confirming questions told, when somebody asked. */
  state?: RolloutState
}

/** Everything that the rules are judged by, asked for at once; the URL first, because its page takes another round. */
export async function observeRelease(request: ObservationRequest, world: World): Promise<Observation> {
  const [pages, { snapshot, unseen }] = await Promise.all([
    probePublished(request, world),
    fetchSnapshot(request.cluster, request.namespace, world.signal),
  ])
  return { snapshot, unseen, pages }
}

/** Once the secrets are known that it may hold. */
export const maskObservation = (observation: Observation, { mask }: Pick<Secrets, 'mask'>): Observation => ({
  ...observation,
  snapshot: maskSnapshot(observation.snapshot, mask),
  pages: observation.pages.map((page) =>
    page.body === undefined ? page : { ...page, body: mask(page.body) },
  ),
})

async function probePublished(
  { config, cluster, namespace, urlBudgetMs }: ObservationRequest,
  world: World,
): Promise<Page[]> {
  const found = await findUrl(config, cluster, namespace, world.signal)
  if ('note' in found) return [{ component: 'frontend', url: '', answered: null, note: found.note }]
  return [await probeUrl(found.url, urlBudgetMs, world, world.signal)]
}
