import type { Memory } from '../memory.ts'
import type { PodFacts } from '../read-pod.ts'

export type LostNode = { name: string; since?: number; says: string }

/** The pod's node, when the last look showed that nobody hears of it any more: then what the pod's status says is old. */
export const findLostNode = ({ nodes }: Memory, pod: PodFacts): LostNode | undefined => {
  if (!nodes || pod.node === '' || (pod.createdAt ?? 0) > nodes.at) return undefined
  const room = nodes.rooms.find(({ name }) => name === pod.node)
  if (!room) return pod.isUnclaimed ? undefined : { name: pod.node, says: 'there is no such node any more' }
  return room.isReady ? undefined : { name: room.name, since: room.readySince, says: room.readyMessage }
}
