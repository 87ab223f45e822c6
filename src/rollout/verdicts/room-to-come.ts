import { isOver } from '../is-over.ts'
import type { Memory } from '../memory.ts'
import type { ReplicaSetFacts } from '../read-replica-set.ts'
import { isAnyLeaving } from '../tally.ts'

const isPaused = (memory: Memory, { owner }: ReplicaSetFacts): boolean =>
  [...memory.deployments.values()].some(({ uid, paused }) => uid === owner?.uid && paused)

/**
 * A Deployment has pods of two versions: the new ones start, or they are Ready and its controller is about to say
 * which old ones leave.
 */
const isAnyReplacing = (memory: Memory): boolean => {
  const staying = [...memory.replicaSets.values()].filter(
    ({ uid }) => (memory.tallies.get(uid)?.staying ?? 0) > 0,
  )
  return staying.some(
    (set) =>
      !isPaused(memory, set) &&
      staying.some((other) => other.uid !== set.uid && other.owner?.uid === set.owner?.uid),
  )
}

const isAnyWorking = (memory: Memory): boolean =>
  [...memory.pods.values()].some(
    (pod) => pod.owner?.kind === 'Job' && !memory.gone.has(pod.uid) && !isOver(pod),
  )

/** A pod is leaving, or will: what it holds (a quota's share, a node's room) comes back. */
export const isRoomToCome = (memory: Memory): boolean =>
  isAnyLeaving(memory) || isAnyReplacing(memory) || isAnyWorking(memory)
