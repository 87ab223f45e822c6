import { eventsAbout, type Memory } from './memory.ts'
import { isDiscarded, isSameAnswer, type ProbeFailure, probeFailures } from './probe-answer.ts'
import type { ContainerFacts } from './read-container.ts'
import type { PodFacts } from './read-pod.ts'
import type { ProbeFacts } from './read-probe.ts'

type Kind = 'liveness' | 'readiness'

export type UnheededProbe = {
  kind: Kind
  probe: ProbeFacts
  answer: string
  /** The kubelet could not even ask: it will never act on that. */
  isDiscarded: boolean
  count: number
  firstAt: number
}

/** The kubelet tells time to a second. */
const slackMs = 1000
const leastFailures = { heeded: 3, discarded: 2 }
/** Not every failure becomes an Event. */
const leastTold = 0.75

const failuresOf = (memory: Memory, pod: PodFacts, container: ContainerFacts, kind: Kind): ProbeFailure[] =>
  probeFailures(eventsAbout(memory, pod.uid), kind === 'liveness' ? 'Liveness' : 'Readiness', container)

/** From when on a failure says something about what is Ready now. */
const countsFrom = (memory: Memory, pod: PodFacts, { run }: ContainerFacts, kind: Kind): number =>
  kind === 'readiness'
    ? (memory.readyAt.get(pod.uid) ?? 0) + slackMs
    : ((run.type === 'running' && run.startedAt) || 0) - slackMs

/** So lately that the answer after it is not known yet. */
const isLate = ({ periodSeconds, timeoutSeconds }: ProbeFacts, { event }: ProbeFailure, now: number) =>
  now - (event.lastAt ?? 0) < (2 * periodSeconds + timeoutSeconds) * 1000

/** It has failed of late though the container is Ready: the kubelet may yet act on that. */
export const hasFailedLately = (
  memory: Memory,
  pod: PodFacts,
  container: ContainerFacts,
  kind: Kind,
  now: number,
): boolean => {
  const probe = container.probes[kind]
  const last = failuresOf(memory, pod, container, kind).find((one) => !isDiscarded(one))
  if (!probe || !last) return false
  return (last.event.lastAt ?? 0) >= countsFrom(memory, pod, container, kind) && isLate(probe, last, now)
}

/** It fails nearly each time that it is asked. */
const isSteady = ({ probe, firstAt, count, isDiscarded }: UnheededProbe, lastAt: number): boolean =>
  count >= leastFailures[isDiscarded ? 'discarded' : 'heeded'] &&
  count - 1 >= leastTold * ((lastAt - firstAt) / (probe.periodSeconds * 1000))

const findSteady = (
  memory: Memory,
  pod: PodFacts,
  container: ContainerFacts,
  kind: Kind,
  now: number,
): UnheededProbe | undefined => {
  const probe = container.probes[kind]
  const since = countsFrom(memory, pod, container, kind)
  const failures = failuresOf(memory, pod, container, kind).filter(
    ({ event }) => (event.firstAt ?? 0) >= since,
  )
  const [last] = failures
  if (!probe || !last || !isLate(probe, last, now)) return undefined
  const alike = failures.filter(({ answer }) => isSameAnswer(answer, last.answer))
  const firstAt = Math.min(...alike.map(({ event }) => event.firstAt ?? 0))
  const count = alike.reduce((sum, { event }) => sum + event.count, 0)
  const found = { kind, probe, answer: last.answer, isDiscarded: isDiscarded(last), count, firstAt }
  return isSteady(found, last.event.lastAt ?? 0) ? found : undefined
}

/** A probe that fails each time, though the container is Ready: it has had no effect yet. */
export const findUnheededProbe = (
  memory: Memory,
  pod: PodFacts,
  container: ContainerFacts,
  now: number,
): UnheededProbe | undefined =>
  container.run.type === 'running' && container.ready
    ? (findSteady(memory, pod, container, 'liveness', now) ??
      findSteady(memory, pod, container, 'readiness', now))
    : undefined
