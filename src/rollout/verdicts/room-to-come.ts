import { isOver } from '../is-over.ts'
import type { Memory } from '../memory.ts'
import type { ReplicaSetFacts } from '../read-replica-set.ts'
import { isAnyLeaving } from '../tally.ts'

const isStarting = (memory: Memory, set: ReplicaSetFacts): boolean => {
  const tally = memory.tallies.get(set.uid)
  return tally !== undefined && tally.staying > tally.ready
}

/** Pods start while older ones of the same Deployment stand: once they are Ready, an old one leaves. */
const isAnyReplacing = (memory: Memory): boolean => {
  const sets = [...memory.replicaSets.values()]
  const hasOthers = ({ uid, owner }: ReplicaSetFacts) =>
    sets.some(
      (other) =>
        other.uid !== uid &&
        other.owner?.uid === owner?.uid &&
        (memory.tallies.get(other.uid)?.living ?? 0) > 0,
    )
  return sets.some((set) => isStarting(memory, set) && hasOthers(set))
}

const isAnyWorking = (memory: Memory): boolean =>
  [...memory.pods.values()].some(
    (pod) => pod.owner?.kind === 'Job' && !memory.gone.has(pod.uid) && !isOver(pod),
  )

/** A pod is leaving, or will: what it holds (a quota's share, a node's room) comes back. */
export const isRoomToCome = (memory: Memory): boolean =>
  isAnyLeaving(memory) || isAnyReplacing(memory) || isAnyWorking(memory)
