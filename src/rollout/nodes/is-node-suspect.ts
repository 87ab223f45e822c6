import { eventsAbout, type Memory } from '../memory.ts'
import { pullingSince } from '../pull-state.ts'
import type { PodFacts } from '../read-pod.ts'

const overdueMs = 5_000
const silentMs = 20_000
const unclaimedMs = 3_000

export const isOverdue = (pod: PodFacts, now: number): boolean =>
  pod.deletionAt !== undefined && now - pod.deletionAt >= overdueMs

/** Its node has taken the pod, and has not said a word about it since. */
const isUnheardOf = (memory: Memory, pod: PodFacts, now: number): boolean =>
  now - (pod.createdAt ?? now) >= silentMs &&
  pullingSince(memory, pod) === undefined &&
  pod.containers.every(({ run }) => run.type === 'unknown' || run.type === 'waiting')

/** The control plane has marked its pods, because the node fell silent. */
const isMarked = (memory: Memory, pod: PodFacts): boolean =>
  !pod.ready && eventsAbout(memory, pod.uid).some(({ reason }) => reason === 'NodeNotReady')

/** No scheduler has chosen its node, and the kubelet there says nothing. */
const isUnclaimed = (pod: PodFacts, now: number): boolean =>
  pod.isUnclaimed && now - (pod.createdAt ?? now) >= unclaimedMs

/** What the pod shows could be its node’s doing: worth a look at the node. */
export const isNodeSuspect = (memory: Memory, pod: PodFacts, now: number): boolean =>
  pod.node !== '' &&
  (isOverdue(pod, now) || isMarked(memory, pod) || isUnclaimed(pod, now) || isUnheardOf(memory, pod, now))
