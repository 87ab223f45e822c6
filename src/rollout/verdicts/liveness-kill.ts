import { type ProbeFailure, probeFailures } from '../probe-answer.ts'
import type { Termination } from '../read-container.ts'
import type { ProbeFacts } from '../read-probe.ts'
import type { ContainerCase } from './cases.ts'
import { findProbeKills } from './probe-kill.ts'

/** Times in Events are whole seconds. */
const slackMs = 1000

/** A server that ends by itself refuses a probe too: it takes as many failures as the kubelet needs, or their time. */
const wereEnough = (failures: ProbeFailure[], probe: ProbeFacts, finishedAt: number): boolean => {
  const count = failures.reduce((sum, { event }) => sum + event.count, 0)
  const firstAt = Math.min(...failures.map(({ event }) => event.firstAt ?? finishedAt))
  const neededMs = (probe.failureThreshold - 1) * probe.periodSeconds * 1000
  return count >= probe.failureThreshold || finishedAt - firstAt >= neededMs - slackMs
}

/**
 * The liveness probe that ended a container which was Ready, and its answer. The kubelet tells of failures before it
 * acts; its word on the kill itself may come seconds later.
 */
export const findLivenessKill = (
  subject: ContainerCase,
  readyAt: number,
  death: Termination & { seenAt: number },
): string | undefined => {
  const probe = subject.container.probes.liveness
  if (!probe) return undefined
  const failures = probeFailures(subject.events, 'Liveness', subject.container).filter(
    ({ event }) => (event.lastAt ?? 0) >= readyAt - slackMs,
  )
  const isKill =
    findProbeKills(subject) !== undefined ||
    (failures.length > 0 && wereEnough(failures, probe, death.finishedAt ?? death.seenAt))
  const answer = failures[0] ? ` answers ${failures[0].answer}` : ''
  return isKill ? `liveness ${probe.what}${answer}` : undefined
}
