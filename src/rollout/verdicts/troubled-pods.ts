import { findClosedGate } from '../closed-gate.ts'
import type { Memory } from '../memory.ts'
import type { ContainerFacts } from '../read-container.ts'
import type { EventFacts } from '../read-event.ts'
import type { PodFacts } from '../read-pod.ts'
import { activePods, type Scope } from '../scope.ts'

/** More pods in the same trouble say the same. */
const mostAlike = 20

const notBegun = /^(ContainerCreating|PodInitializing|)$/

const isCalmRun = ({ run, kind, ready, postStart }: ContainerFacts): boolean => {
  if (run.type === 'running') return ready
  if (run.type === 'waiting') return notBegun.test(run.reason) && !postStart
  return run.type === 'unknown' || (kind === 'init' && run.exitCode === 0)
}

const isCalm = (pod: PodFacts, events: EventFacts[]): boolean =>
  pod.scheduled &&
  !pod.isUnclaimed &&
  pod.containers.every((one) => one.restarts === 0 && !one.last && isCalmRun(one)) &&
  !findClosedGate(pod) &&
  events.every((one) => one.type === 'Normal' && !one.reason.startsWith('Failed'))

const known = new WeakMap<PodFacts, { told: ReadonlyMap<string, EventFacts> | undefined; calm: boolean }>()

/** Worked out once for what is known of a pod. */
const isStillCalm = (memory: Memory, pod: PodFacts): boolean => {
  const told = memory.events.get(pod.uid)
  const before = known.get(pod)
  if (before && before.told === told) return before.calm
  const calm = isCalm(pod, [...(told?.values() ?? [])])
  known.set(pod, { told, calm })
  return calm
}

const situationOf = (pod: PodFacts): string =>
  pod.containers
    .map(({ run, ready, restarts }) => {
      const how = run.type === 'waiting' ? run.reason : run.type === 'terminated' ? run.exitCode : ready
      return `${run.type} ${how} ${restarts}`
    })
    .join()

/** Those that the ladder has to look at: with thousands of pods nearly all are well, and the others share a few fates. */
export const troubledPods = (memory: Memory, scope: Scope): PodFacts[] => {
  const seen = new Map<string, number>()
  return activePods(memory, scope).filter((pod) => {
    if (isStillCalm(memory, pod)) return false
    const situation = situationOf(pod)
    const count = (seen.get(situation) ?? 0) + 1
    seen.set(situation, count)
    return count <= mostAlike
  })
}
