import { isDeployError } from '../errors.ts'
import type { Cluster } from '../ports.ts'
import type { WatchedKind, WatchedKinds } from '../rollout/kube.ts'
import { watchedKinds } from '../rollout/watched-kinds.ts'
import { maskMessages } from './mask-messages.ts'

export type FetchedSnapshot = { [K in WatchedKind]: WatchedKinds[K][] }

type Looked = { kind: WatchedKind; found: object[]; error?: unknown }

/** Refused for one kind is refused for ever; anything else may be the whole cluster’s. */
const isRefusal = (error: unknown): boolean => isDeployError(error) && error.code === 'FORBIDDEN'

const look = async (
  cluster: Cluster,
  kind: WatchedKind,
  namespace: string,
  signal: AbortSignal,
): Promise<Looked> => {
  try {
    return { kind, found: await cluster.list(kind, namespace, { signal }) }
  } catch (error) {
    if (signal.aborted || !isDeployError(error)) throw error
    return { kind, found: [], error }
  }
}

/** Everything the rules look at, in one round of LISTs. A kind that can’t be seen is empty and named in `unseen`. */
export async function fetchSnapshot(
  cluster: Cluster,
  namespace: string,
  signal: AbortSignal,
): Promise<{ snapshot: FetchedSnapshot; unseen: WatchedKind[] }> {
  const looked = await Promise.all(watchedKinds.map((kind) => look(cluster, kind, namespace, signal)))
  const failed = looked.filter(({ error }) => error !== undefined)
  const worst = failed.find(({ error }) => !isRefusal(error))
  if (worst && failed.length === looked.length) throw worst.error
  return {
    snapshot: Object.fromEntries(looked.map(({ kind, found }) => [kind, found])) as FetchedSnapshot,
    unseen: failed.map(({ kind }) => kind),
  }
}

export const maskSnapshot = (snapshot: FetchedSnapshot, mask: (text: string) => string): FetchedSnapshot =>
  Object.fromEntries(
    Object.entries(snapshot).map(([kind, objects]) => [
      kind,
      objects.map((object) => maskMessages<object>(object, mask)),
    ]),
  ) as FetchedSnapshot
