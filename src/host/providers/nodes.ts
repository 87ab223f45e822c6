import type { Cluster } from '../../ports.ts'
import type { KubeObject } from '../../rollout/kube.ts'

type Node = KubeObject & {
  spec?: { unschedulable?: boolean }
  status?: {
    nodeInfo?: { containerRuntimeVersion?: string }
    conditions?: { type: string; status: string }[]
  }
}

export const fetchNodes = (cluster: Cluster, signal?: AbortSignal): Promise<Node[]> =>
  cluster.listAny({ apiVersion: 'v1', kind: 'Node' }, signal)

/** Those that take pods now have to have the image; for the others it is good to have. */
const takesPods = ({ spec, status }: Node): boolean =>
  spec?.unschedulable !== true &&
  status?.conditions?.find(({ type }) => type === 'Ready')?.status !== 'Unknown'

export async function nodesByNeed(
  cluster: Cluster,
  signal?: AbortSignal,
): Promise<{ name: string; isNeeded: boolean }[]> {
  const nodes = await fetchNodes(cluster, signal)
  return nodes.map((node) => ({ name: node.metadata?.name ?? '', isNeeded: takesPods(node) }))
}

/** `docker` when every node runs its containers with a docker engine. */
export async function runtimeOf(cluster: Cluster, signal?: AbortSignal): Promise<string> {
  const nodes = await fetchNodes(cluster, signal)
  const names = nodes.map(
    (node) => (node.status?.nodeInfo?.containerRuntimeVersion ?? '').split('://')[0] ?? '',
  )
  return [...new Set(names)].join(', ')
}

type Pod = KubeObject & { spec?: { nodeName?: string }; status?: { phase?: string } }

/** A few are enough to know a node by, and a command line has its limits. */
const podsAsked = 20

/** UIDs of some running pods of each node. */
export async function podsByNode(cluster: Cluster, signal?: AbortSignal): Promise<Map<string, string[]>> {
  const pods = (await cluster.listAny({ apiVersion: 'v1', kind: 'Pod' }, signal)) as Pod[]
  const byNode = new Map<string, string[]>()
  for (const { metadata, spec, status } of pods) {
    if (!spec?.nodeName || !metadata?.uid || status?.phase !== 'Running') continue
    const known = byNode.get(spec.nodeName) ?? []
    if (known.length < podsAsked) byNode.set(spec.nodeName, [...known, metadata.uid])
  }
  return byNode
}
