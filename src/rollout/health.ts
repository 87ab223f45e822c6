import { firstReadyAt } from './describe-pod.ts'
import { eventsAbout, type Memory } from './memory.ts'
import { probeFailures } from './probe-answer.ts'
import type { ContainerFacts } from './read-container.ts'
import type { PodFacts } from './read-pod.ts'
import type { ProbeFacts } from './read-probe.ts'
import { activePods, type Scope } from './scope.ts'

/** Nobody waits longer than this for a probe that is asked so rarely. */
const longestWaitMs = 30_000

const isSame = (a: ProbeFacts, b: ProbeFacts | undefined): boolean =>
  b !== undefined && a.what === b.what && a.port === b.port

/** A probe that asks the same has been answered well already. */
const isProven = ({ probes }: ContainerFacts, liveness: ProbeFacts): boolean =>
  isSame(liveness, probes.readiness) || isSame(liveness, probes.startup)

/** The kubelet tells time to a second. */
const slackMs = 1000

const hasFailedLately = (
  memory: Memory,
  pod: PodFacts,
  container: ContainerFacts,
  kind: 'liveness' | 'readiness',
  now: number,
): boolean => {
  const probe = container.probes[kind]
  const told = kind === 'liveness' ? 'Liveness' : 'Readiness'
  const lastAt = probeFailures(eventsAbout(memory, pod.uid), told, container)[0]?.event.lastAt
  if (!probe || lastAt === undefined) return false
  const since = kind === 'readiness' ? (memory.readyAt.get(pod.uid) ?? 0) + slackMs : 0
  return lastAt >= since && now - lastAt < (2 * probe.periodSeconds + probe.timeoutSeconds) * 1000
}

const isOpen = (memory: Memory, pod: PodFacts, container: ContainerFacts, now: number): boolean => {
  const { liveness } = container.probes
  if (container.run.type !== 'running') return false
  if (hasFailedLately(memory, pod, container, 'readiness', now)) return true
  if (hasFailedLately(memory, pod, container, 'liveness', now)) return true
  if (!liveness) return false
  const { startedAt = 0 } = container.run
  // A startup probe holds the others back until it is answered.
  const isAskedFrom = container.probes.startup ? (firstReadyAt(memory, pod) ?? now) : startedAt
  const delayedUntil = startedAt + liveness.initialDelaySeconds * 1000
  const periodMs = Math.min(liveness.periodSeconds * 1000 + slackMs, longestWaitMs)
  return !isProven(container, liveness) && now < Math.max(isAskedFrom, delayedUntil) + periodMs
}

/** Some probe fails again, or a liveness probe has not been asked yet: it may still end what is Ready now. */
export const isHealthOpen = (memory: Memory, scope: Scope, now: number): boolean =>
  activePods(memory, scope).some((pod) => pod.containers.some((one) => isOpen(memory, pod, one, now)))
