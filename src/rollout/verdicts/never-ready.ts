import { lastProbeFailure } from '../probe-answer.ts'
import { type ProbeFacts, probeBudgetSeconds } from '../read-probe.ts'
import { type ContainerCase, type ContainerRule, containerFinding } from './cases.ts'
import { isDatabaseAsleep } from './database.ts'
import { lastLines } from './exits-of.ts'
import { findListening, isLoopback, isOwnAddress } from './listening.ts'
import { logsCommand } from './logs-command.ts'

const leastMs = 30_000
const leastSilentMs = 120_000
const listeningMs = 15_000

type Failing = {
  probe: ProbeFacts
  kind: 'readiness' | 'startup'
  answer: string
  forMs: number
  firstAt: number
  count: number
}

/** The probe that keeps a running container from being Ready, with what it got for an answer. */
const findFailing = (subject: ContainerCase): Failing | undefined => {
  const { container, memory, pod } = subject
  if (container.run.type !== 'running' || container.ready) return undefined
  const isStarting = container.probes.startup !== undefined && !container.started
  const kind = isStarting ? 'startup' : 'readiness'
  const probe = container.probes[kind]
  const failure = lastProbeFailure(memory, pod.uid, isStarting ? 'Startup' : 'Readiness', container.name)
  if (!probe || !failure) return undefined
  const firstAt = Math.max(failure.event.firstAt ?? 0, container.run.startedAt ?? 0)
  return {
    probe,
    kind,
    answer: failure.answer,
    forMs: subject.now - firstAt,
    firstAt,
    count: failure.event.count,
  }
}

const placeOf = (probe: ProbeFacts): string =>
  probe.port && !probe.what.includes(String(probe.port)) ? `${probe.what} on port ${probe.port}` : probe.what

/** Nobody listening yet looks like a slow start; without a startup probe nothing says how slow it may be. */
const patienceMs = (subject: ContainerCase, failing: Failing): number => {
  const isSilent = failing.answer === 'connection refused' || failing.answer === 'no answer in time'
  const least = isSilent && !subject.container.probes.startup ? leastSilentMs : leastMs
  return Math.max(least, probeBudgetSeconds(failing.probe) * 2000)
}

const findWrongPlace = (subject: ContainerCase, failing: Failing) => {
  if (failing.answer !== 'connection refused') return undefined
  const found = findListening(lastLines(subject))
  const here = found.find((one) => one.port === failing.probe.port)
  if (here) return isLoopback(here.host) ? ({ class: 'loopback-only', at: here } as const) : undefined
  const elsewhere = found.findLast((one) => isOwnAddress(one.host))
  return elsewhere && ({ class: 'wrong-port', at: elsewhere } as const)
}

const wrongPlace: ContainerRule = (subject) => {
  const failing = findFailing(subject)
  const found = failing && findWrongPlace(subject, failing)
  if (!failing || !found) return undefined
  const { role } = subject.scope.component
  const isPort = found.class === 'wrong-port'
  return containerFinding(subject, {
    class: found.class,
    field: 'log',
    message: isPort
      ? `${role} listens on port ${found.at.port}, but is asked on port ${failing.probe.port}`
      : `${role} listens on ${found.at.host}:${found.at.port}, where only the container itself can reach it`,
    hint: isPort
      ? `set ${role}.port to ${found.at.port} in k8sdeploy.yaml, then: k8sdeploy up`
      : `let the ${role} listen on 0.0.0.0 (for example HOST=0.0.0.0), then: k8sdeploy up`,
    firstSeen: failing.firstAt,
    count: failing.count,
    confirmedBy: `its log says: ${found.at.line}`,
    whyNotTransient: `${failing.kind} ${placeOf(failing.probe)} gets "connection refused" while the program already listens`,
    isDefinitive: failing.forMs >= listeningMs,
  })
}

const timedOut: ContainerRule = (subject) => {
  const failing = findFailing(subject)
  if (!failing) return undefined
  const { role } = subject.scope.component
  return containerFinding(subject, {
    class: 'never-ready',
    field: `${subject.path}.ready`,
    message: `${role} runs, but is not ready: ${failing.kind} ${placeOf(failing.probe)} answers ${failing.answer}`,
    hint: `${logsCommand(subject, { previous: false })}, or correct ${role}.probes.${failing.kind} in k8sdeploy.yaml, then: k8sdeploy up`,
    firstSeen: failing.firstAt,
    count: failing.count,
    confirmedBy: `Event Unhealthy ×${failing.count}: ${failing.answer}`,
    whyNotTransient: `the same answer for ${Math.round(failing.forMs / 1000)} s, longer than the probe’s own budget of ${probeBudgetSeconds(failing.probe)} s twice over`,
    isDefinitive: failing.forMs >= patienceMs(subject, failing) && !isDatabaseAsleep(subject),
  })
}

export const neverReady: ContainerRule = (subject) => wrongPlace(subject) ?? timedOut(subject)
