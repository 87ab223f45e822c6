import type { V1Node, V1Pod } from '@kubernetes/client-node'
import { unlessForbidden } from '../errors.ts'
import type { Cluster } from '../ports.ts'
import { type NodeRoom, readNodeRooms } from '../rollout/nodes/node-room.ts'

type NodesOnly = Pick<Cluster, 'listAny'>

/** The nodes; for a namespace whose pods look for room also what the pods on them ask for, when all may be seen. */
export async function fetchRooms(
  cluster: NodesOnly,
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<NodeRoom[]> {
  const [nodes, pods] = await Promise.all([
    cluster.listAny({ apiVersion: 'v1', kind: 'Node' }, signal),
    namespace !== undefined ? fetchAllPods(cluster, signal) : undefined,
  ])
  return readNodeRooms(nodes as V1Node[], pods, namespace)
}

async function fetchAllPods(cluster: NodesOnly, signal: AbortSignal): Promise<V1Pod[] | undefined> {
  const asked = cluster.listAny({ apiVersion: 'v1', kind: 'Pod' }, signal) as Promise<V1Pod[]>
  return unlessForbidden<V1Pod[] | undefined>(asked, undefined)
}
