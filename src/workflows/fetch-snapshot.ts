import { isDeployError } from '../errors.ts'
import type { Cluster } from '../ports.ts'
import type { WatchedKind, WatchedKinds } from '../rollout/kube.ts'
import { watchedKinds } from '../rollout/watched-kinds.ts'

export type FetchedSnapshot = { [K in WatchedKind]: WatchedKinds[K][] }

/** Everything the rules look at, in one round of LISTs. A kind that may not be seen is empty and named in `unseen`. */
export async function fetchSnapshot(
  cluster: Cluster,
  namespace: string,
  signal: AbortSignal,
): Promise<{ snapshot: FetchedSnapshot; unseen: WatchedKind[] }> {
  const unseen: WatchedKind[] = []
  const lists = await Promise.all(
    watchedKinds.map(async (kind) => {
      const list = await cluster.list(kind, namespace, { signal }).catch((error: unknown) => {
        if (!isDeployError(error) || error.code !== 'FORBIDDEN') throw error
        unseen.push(kind)
        return []
      })
      return [kind, list] as const
    }),
  )
  return { snapshot: Object.fromEntries(lists) as FetchedSnapshot, unseen }
}
