import { unlessForbidden } from '../errors.ts'
import type { Cluster } from '../ports.ts'
import type { NodeRoom } from '../rollout/nodes/node-room.ts'
import { fetchRooms } from './fetch-rooms.ts'

/** Where no node may be seen, and where none is asked. */
export const usualPlatform = 'linux/amd64'

/** As docker writes it; undefined when the node does not tell. */
export function platformOf({ labels }: Pick<NodeRoom, 'labels'>): string | undefined {
  const arch = labels['kubernetes.io/arch']
  return arch && `${labels['kubernetes.io/os'] ?? 'linux'}/${arch === 'arm' ? 'arm/v7' : arch}`
}

/** What most of the nodes that take pods are; never this machine's, or two machines would give one content two tags. */
export async function findPlatform(cluster: Cluster, signal: AbortSignal): Promise<string> {
  const counts = new Map<string, number>()
  for (const room of await nodesSeen(cluster, signal)) {
    const platform = platformOf(room)
    if (platform?.startsWith('linux/') && !room.isCordoned)
      counts.set(platform, (counts.get(platform) ?? 0) + 1)
  }
  const [most] = [...counts].sort(([a, some], [b, more]) => more - some || (a < b ? -1 : 1))
  return most?.[0] ?? usualPlatform
}

/** None when this user may not see them. */
export async function nodesSeen(cluster: Cluster, signal: AbortSignal): Promise<NodeRoom[]> {
  return unlessForbidden(fetchRooms(cluster, undefined, signal), [])
}
