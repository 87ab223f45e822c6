import { firstReadyAt } from './describe-pod.ts'
import type { Memory } from './memory.ts'
import type { ContainerFacts } from './read-container.ts'
import type { PodFacts } from './read-pod.ts'
import type { ProbeFacts } from './read-probe.ts'
import { activePods, type Scope } from './scope.ts'
import { findUnheededProbe, hasFailedLately } from './unheeded-probe.ts'

/** Nobody waits longer than this for a probe that is asked so rarely. */
const longestWaitMs = 30_000

const isSame = (a: ProbeFacts, b: ProbeFacts | undefined): boolean =>
  b !== undefined && a.what === b.what && a.port === b.port

/** A probe that asks the same has been answered well already. */
const isProven = ({ probes }: ContainerFacts, liveness: ProbeFacts): boolean =>
  isSame(liveness, probes.readiness) || isSame(liveness, probes.startup)

/** The kubelet tells time to a second. */
const slackMs = 1000

/** Some probe fails again, and may yet undo what is Ready. */
const isFailing = (memory: Memory, pod: PodFacts, container: ContainerFacts, now: number): boolean =>
  container.run.type === 'running' &&
  (hasFailedLately(memory, pod, container, 'readiness', now) ||
    hasFailedLately(memory, pod, container, 'liveness', now))

/** A liveness probe has not been asked yet: it may still end what is Ready now. */
const isUnasked = (memory: Memory, pod: PodFacts, container: ContainerFacts, now: number): boolean => {
  const { liveness } = container.probes
  if (container.run.type !== 'running' || !liveness) return false
  const { startedAt = 0 } = container.run
  // A startup probe holds the others back until it is answered.
  const isAskedFrom = container.probes.startup ? (firstReadyAt(memory, pod) ?? now) : startedAt
  const delayedUntil = startedAt + liveness.initialDelaySeconds * 1000
  const periodMs = Math.min(liveness.periodSeconds * 1000 + slackMs, longestWaitMs)
  return !isProven(container, liveness) && now < Math.max(isAskedFrom, delayedUntil) + periodMs
}

/** The kubelet will act on it once it has failed often enough. */
const isToBeUndone = (memory: Memory, pod: PodFacts, container: ContainerFacts, now: number): boolean =>
  findUnheededProbe(memory, pod, container, now)?.isDiscarded === false

type Question = typeof isUnasked

const isSoOfAny =
  (question: Question) =>
  (memory: Memory, scope: Scope, now: number): boolean =>
    activePods(memory, scope).some((pod) => pod.containers.some((one) => question(memory, pod, one, now)))

export const isAnyFailing = isSoOfAny(isFailing)
export const isAnyToBeUndone = isSoOfAny(isToBeUndone)
export const isAnyUnasked = isSoOfAny(isUnasked)
