import { unlessForbidden } from '../../errors.ts'
import { runTool } from '../run-tool.ts'
import { podsByNode } from './nodes.ts'
import type { DeliveryNeeds } from './provider.ts'
import type { Command } from './transfer.ts'

type Needs = Pick<DeliveryNeeds, 'cluster' | 'env'>

/** A containerd of this machine: its command line, but for the arguments. */
export type Store = (...args: string[]) => Command

/**
 * Of `nodes`, those whose images are in none of these stores. A store is that of the node whose pods it runs; of one that runs
 * none that we know nobody can tell, and it counts for one of the nodes.
 */
export async function unreachedBy(
  stores: Store[],
  nodes: string[],
  needs: Needs,
  signal?: AbortSignal,
): Promise<string[]> {
  const pods = await podsSeen(needs, signal)
  const owners = await Promise.all(stores.map((store) => findOwner(store, pods, needs, signal)))
  const rest = nodes.filter((node) => !owners.includes(node))
  return rest.length > owners.filter((owner) => owner === undefined).length ? rest : []
}

async function podsSeen({ cluster }: Needs, signal?: AbortSignal): Promise<Map<string, string[]>> {
  return unlessForbidden(podsByNode(cluster, signal), new Map())
}

async function findOwner(
  store: Store,
  pods: Map<string, string[]>,
  needs: Needs,
  signal?: AbortSignal,
): Promise<string | undefined> {
  for (const [node, uids] of pods) if (await runsAny(store, uids, needs, signal)) return node
  return undefined
}

async function runsAny(store: Store, uids: string[], { env }: Needs, signal?: AbortSignal): Promise<boolean> {
  const filters = uids.map((uid) => `labels."io.kubernetes.pod.uid"==${uid}`)
  const [file, ...args] = store('containers', 'ls', '--quiet', ...filters)
  const { exitCode, stdout } = await runTool({ file, env }, { args, signal, timeoutMs: 20_000 })
  return exitCode === 0 && stdout.trim() !== ''
}
