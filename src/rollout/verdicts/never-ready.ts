import { type FailingProbe, findFailingProbe, placeOf } from '../failing-probe.ts'
import { probeFailures } from '../probe-answer.ts'
import { probeBudgetSeconds } from '../read-probe.ts'
import { type ContainerCase, type ContainerRule, containerFinding } from './cases.ts'
import { isDatabaseAsleep } from './database.ts'
import { logsCommand } from './logs-command.ts'
import { nameSubject } from './name-subject.ts'
import { probeOf } from './where-to-set.ts'

/** It says itself that it is not ready yet, or is too busy to say anything. */
const isNotYet = (answer: string): boolean =>
  /^(408|425|429|502|503|504|no answer in time|NOT_SERVING)$/.test(answer)
const isRefused = (answer: string): boolean => answer === 'connection refused'
/** What the probe runs cannot be run; a file of its own the program may have yet to write. */
const missingCommand = ({ answer, probe }: FailingProbe): string | undefined =>
  probe.isCommand ? /^"([^"]+)": /.exec(answer)?.[1] : undefined
/** It asks at a port that the pod’s own template does not have. */
const isNowhere = ({ answer }: FailingProbe): boolean => answer.startsWith('nothing: none of its ports')
const isWithoutHealth = ({ answer }: FailingProbe): boolean => answer === 'without the gRPC health protocol'
/** No program and no protocol that the probe needs come by waiting. */
const isHopeless = (failing: FailingProbe): boolean =>
  isWithoutHealth(failing) ||
  /executable file not found|^plain HTTP|^something that is not HTTP/.test(failing.answer)

/** A command that could be run, and failed: perhaps because it found nobody yet. */
const isUnclear = (failing: FailingProbe): boolean =>
  failing.probe.isCommand === true && missingCommand(failing) === undefined

const leastMs = {
  hopeless: 10_000,
  clear: 30_000,
  notLive: 50_000,
  notYet: 100_000,
  startup: 45_000,
  unheard: 120_000,
}

/** Its liveness probe is not content either: Kubernetes will not wait for it much longer. */
const isNotLive = ({ events, container }: ContainerCase): boolean => {
  const [last] = probeFailures(events, 'Liveness', container)
  const startedAt = container.run.type === 'running' ? (container.run.startedAt ?? 0) : 0
  return last !== undefined && (last.event.lastAt ?? 0) >= startedAt
}

/** Up to the answer that may be the last before the kubelet kills it; that starts the clock again. */
const untilKillMs = ({ container }: ContainerCase): number => {
  const { liveness } = container.probes
  const lastAsk = liveness
    ? liveness.initialDelaySeconds + (liveness.failureThreshold - 1) * liveness.periodSeconds
    : 0
  return Math.max(leastMs.notLive, lastAsk * 1000)
}

/**
 * How long the same answer may last. A clear "no" is believed sooner than a "not yet"; nobody listening looks like a slow
 * start, and how slow that may be only a startup probe says, which Kubernetes itself then ends with a kill.
 */
const patienceMs = (subject: ContainerCase, failing: FailingProbe): number => {
  const { kind, answer, probe } = failing
  const budgets = probeBudgetSeconds(probe) * 2000
  if (isNowhere(failing)) return 0
  if (isHopeless(failing)) return leastMs.hopeless
  const isUnheard = isRefused(answer) || answer === 'no answer in time' || isUnclear(failing)
  const isVague = isUnheard || isNotYet(answer)
  if (kind === 'startup') return isVague ? budgets : leastMs.startup
  if (isUnheard && !subject.container.probes.startup) return Math.max(leastMs.unheard, budgets)
  if (!isVague) return Math.max(leastMs.clear, budgets)
  return Math.max(isNotLive(subject) ? untilKillMs(subject) : leastMs.notYet, budgets)
}

const hintFor = (subject: ContainerCase, failing: FailingProbe): string => {
  const { kind, answer, probe } = failing
  const missing = missingCommand(failing)
  const { role } = subject.scope.component
  const setting = `${probeOf(subject, kind)}, then: k8sdeploy up`
  if (missing) return `put ${missing} into the image, or correct ${setting}`
  if (isNowhere(failing)) return `correct the port of ${kind}Probe in the chart, then: k8sdeploy up`
  if (isWithoutHealth(failing))
    return `let the ${role} serve grpc.health.v1.Health, or ask in another way in ${setting}`
  if (isHopeless(failing))
    return `let the scheme of ${kind}Probe in the chart (HTTP or HTTPS) be the one that the program speaks, then: k8sdeploy up`
  if (probe.what.startsWith('grpc') && answer === 'no answer in time')
    return `does the ${role} speak gRPC at that port? else ask over HTTP in ${setting}`
  return answer.startsWith('a redirect to ')
    ? `let the ${role} answer ${probe.what} itself, without a redirect (to HTTPS, for example), or ask for another path in ${setting}`
    : `${logsCommand(subject, { previous: false })}, or correct ${setting}`
}

export const neverReady: ContainerRule = (subject) => {
  const failing = findFailingProbe(subject.memory, subject.pod, subject.container, subject.now)
  if (!failing) return undefined
  const isWaking = isDatabaseAsleep(subject)
  const certainAt = failing.firstAt + patienceMs(subject, failing)
  return containerFinding(subject, {
    class: 'never-ready',
    field: `${subject.path}.${failing.kind === 'startup' ? 'started' : 'ready'}`,
    message: `${nameSubject(subject)} runs, but is not ready: ${failing.kind} ${placeOf(failing.probe)} answers ${failing.answer}`,
    hint: hintFor(subject, failing),
    firstSeen: failing.firstAt,
    count: failing.count,
    confirmedBy: `Event Unhealthy ×${failing.count}: ${failing.answer}`,
    whyNotTransient: `the same answer for ${Math.round(failing.forMs / 1000)} s; the probe gives up after ${probeBudgetSeconds(failing.probe)} s`,
    isDefinitive: subject.now >= certainAt && !isWaking,
    ...(!isWaking && { certainAt }),
  })
}
