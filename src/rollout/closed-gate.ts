import { findCondition } from './read-condition.ts'
import type { PodFacts } from './read-pod.ts'

export type ClosedGate = { name: string; since: number; told: string }

/** All containers are ready, and the pod is not: somebody has yet to set this condition. */
export const findClosedGate = (pod: PodFacts): ClosedGate | undefined => {
  const serving = pod.containers.filter((one) => one.kind !== 'init')
  if (pod.ready || pod.deletionAt !== undefined || !serving.every((one) => one.ready)) return undefined
  const name = pod.readinessGates.find((gate) => findCondition(pod.conditions, gate)?.status !== 'True')
  if (name === undefined) return undefined
  const condition = findCondition(pod.conditions, name)
  const since = findCondition(pod.conditions, 'ContainersReady')?.since ?? pod.createdAt ?? 0
  return { name, since, told: condition?.message || condition?.reason || 'nobody has set it' }
}
