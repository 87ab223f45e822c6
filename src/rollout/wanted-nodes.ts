import { findLostNode } from './nodes/find-lost-node.ts'
import { isNodeSuspect } from './nodes/is-node-suspect.ts'
import { findCondition } from './read-condition.ts'
import type { PodFacts } from './read-pod.ts'
import { activePods, isLiving, type Scope, scopes } from './scope.ts'
import type { RolloutState } from './state.ts'
import { beginningPods } from './verdicts/job-failed.ts'

const againMs = 10_000

/** A look at the nodes; with all pods when it matters how much room those leave. */
export type WantedNodes = { key: string; withPods: boolean }

const isRefused = (pod: PodFacts): boolean => {
  const condition = findCondition(pod.conditions, 'PodScheduled')
  return condition?.status === 'False' && condition.reason === 'Unschedulable'
}

const staying = ({ memory }: RolloutState, found: Scope[]): PodFacts[] =>
  found.flatMap((scope) => activePods(memory, scope))

const leaving = ({ memory }: RolloutState, found: Scope[]): PodFacts[] =>
  found
    .flatMap((scope) => [...scope.newPods, ...scope.oldPods])
    .filter((pod) => pod.deletionAt !== undefined && isLiving(memory, pod))

/** Undefined while nothing makes the nodes interesting, or the last look is young enough. */
export const wantedNodes = (state: RolloutState): WantedNodes | undefined => {
  const { memory, now } = state
  const last = memory.nodes?.at
  if (state.sight === 'lost' || (last !== undefined && now - last < againMs)) return undefined
  const found = scopes(memory, state.target)
  const pods = [...staying(state, found), ...beginningPods(memory)]
  const withPods = pods.some((pod) => !pod.scheduled && isRefused(pod))
  const isSuspect = [...pods, ...leaving(state, found)].some(
    (pod) => isNodeSuspect(memory, pod, now) || findLostNode(memory, pod) !== undefined,
  )
  return withPods || isSuspect ? { key: `nodes after ${last ?? 'none'}`, withPods } : undefined
}
