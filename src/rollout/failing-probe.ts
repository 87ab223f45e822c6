import { eventsAbout, type Memory } from './memory.ts'
import { isSameAnswer, type ProbeKind, probeFailures } from './probe-answer.ts'
import { findCondition } from './read-condition.ts'
import type { ContainerFacts } from './read-container.ts'
import type { PodFacts } from './read-pod.ts'
import type { ProbeFacts } from './read-probe.ts'

export type FailingProbe = {
  probe: ProbeFacts
  kind: 'readiness' | 'startup'
  answer: string
  forMs: number
  firstAt: number
  lastAt: number
  count: number
}

/** Of the run that is under way, since it was Ready last, and as far as this rollout has watched it. */
const watchedSince = (memory: Memory, pod: PodFacts, startedAt: number): number => {
  const ready = findCondition(pod.conditions, 'Ready')
  const lostAt = ready?.status === 'False' ? (ready.since ?? 0) : 0
  const baselineAt = memory.baseline.uids.has(pod.uid) ? (memory.baseline.at ?? 0) : 0
  return Math.max(startedAt, lostAt, baselineAt)
}

/** The probe that keeps a running container from being Ready, and since when it has given the same answer. */
export const findFailingProbe = (
  memory: Memory,
  pod: PodFacts,
  container: ContainerFacts,
  now: number,
): FailingProbe | undefined => {
  if (container.run.type !== 'running' || container.ready) return undefined
  const isStarting = container.probes.startup !== undefined && !container.started
  const kind = isStarting ? 'startup' : 'readiness'
  const probe = container.probes[kind]
  const told: ProbeKind = isStarting ? 'Startup' : 'Readiness'
  const failures = probeFailures(eventsAbout(memory, pod.uid), told, container)
  const [last] = failures
  if (!probe || !last) return undefined
  const alike = failures.filter((one) => isSameAnswer(one.answer, last.answer))
  const firstAt = Math.max(
    Math.min(...alike.map((one) => one.event.firstAt ?? 0)),
    watchedSince(memory, pod, container.run.startedAt ?? 0),
  )
  const count = alike.reduce((sum, one) => sum + one.event.count, 0)
  const lastAt = last.event.lastAt ?? firstAt
  return { probe, kind, answer: last.answer, forMs: now - firstAt, firstAt, lastAt, count }
}

export const placeOf = (probe: ProbeFacts): string =>
  probe.port && !probe.what.includes(String(probe.port)) ? `${probe.what} on port ${probe.port}` : probe.what
