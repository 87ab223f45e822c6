import type { Cluster } from '../../ports.ts'
import type { KubeObject } from '../../rollout/kube.ts'

type Node = KubeObject & { status?: { nodeInfo?: { containerRuntimeVersion?: string } } }

const fetchNodes = (cluster: Cluster, signal?: AbortSignal): Promise<Node[]> =>
  cluster.listAny({ apiVersion: 'v1', kind: 'Node' }, signal)

export const nodeNames = async (cluster: Cluster, signal?: AbortSignal): Promise<string[]> =>
  (await fetchNodes(cluster, signal)).map((node) => node.metadata?.name ?? '')

/** `docker` when every node runs its containers with a docker engine. */
export async function runtimeOf(cluster: Cluster, signal?: AbortSignal): Promise<string> {
  const nodes = await fetchNodes(cluster, signal)
  const names = nodes.map(
    (node) => (node.status?.nodeInfo?.containerRuntimeVersion ?? '').split('://')[0] ?? '',
  )
  return [...new Set(names)].join(', ')
}
