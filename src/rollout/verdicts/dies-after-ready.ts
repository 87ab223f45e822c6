import type { Termination } from '../read-container.ts'
import { type ContainerCase, type ContainerRule, containerFinding } from './cases.ts'
import { findCauseLine } from './cause-line.ts'
import { endsAsBefore, exitsOf, lastLines } from './exits-of.ts'
import type { Finding } from './finding.ts'
import { killedHint } from './killed-hint.ts'
import { findLivenessKill } from './liveness-kill.ts'
import { logsCommand } from './logs-command.ts'
import { nameSubject } from './name-subject.ts'
import { isMemoryKill } from './out-of-memory.ts'
import { memoryLimitOf, probeOf } from './where-to-set.ts'

type Death = Termination & { seenAt: number }

/** What it said last is read a moment after its end. */
const wordsMs = 1_500

/** The end was too sudden for words, or they have been read. */
const isHeard = ({ memory, pod, container }: ContainerCase, last: Death): boolean => {
  const attempt = container.run.type === 'running' ? container.restarts - 1 : container.restarts
  const log = memory.logs.get(`${pod.name}/${container.name}`)?.get(attempt)
  return isMemoryKill(last) || (log !== undefined && log.at >= last.seenAt && log.lines.length > 0)
}

const describeDeath = (subject: ContainerCase, last: Death): string => {
  if (isMemoryKill(last))
    return `it used more memory than its limit (${subject.container.limits['memory'] ?? 'none'})`
  const line = findCauseLine(lastLines(subject))
  return `exit code ${last.exitCode}${line ? `: ${line}` : ''}`
}

const describe = (subject: ContainerCase, last: Death, kill: string | undefined): string => {
  const who = nameSubject(subject)
  return kill
    ? `${who} was Ready, and then Kubernetes killed it: ${kill}`
    : `${who} was Ready and then died: ${describeDeath(subject, last)}`
}

const hintFor = (subject: ContainerCase, last: Death, kill: string | undefined): string => {
  if (kill) return `correct ${probeOf(subject, 'liveness')} (path, port, time), then: k8sdeploy up`
  if (isMemoryKill(last)) return `raise ${memoryLimitOf(subject)}, then: k8sdeploy up`
  return killedHint(subject, last) ?? logsCommand(subject, { previous: true })
}

const classOf = (last: Death, kill: string | undefined): Finding['class'] => {
  if (kill) return 'probe-kill'
  return isMemoryKill(last) ? 'out-of-memory' : 'dies-after-ready'
}

export const diesAfterReady: ContainerRule = (subject) => {
  const { memory, pod, container } = subject
  const readyAt = memory.readyAt.get(pod.uid)
  if (readyAt === undefined || container.kind === 'init') return undefined
  const deaths = exitsOf(subject).filter((one) => one.seenAt > readyAt)
  const last = deaths.at(-1)
  if (!last) return undefined
  const isInSoak = memory.soak !== undefined && last.seenAt >= memory.soak.since
  if (!isInSoak && endsAsBefore(subject, readyAt)) return undefined
  const kill = findLivenessKill(subject, readyAt, last)
  return containerFinding(subject, {
    class: classOf(last, kill),
    field: `${subject.path}.lastState.terminated`,
    message: describe(subject, last, kill),
    hint: hintFor(subject, last, kill),
    firstSeen: deaths[0]!.seenAt,
    count: deaths.length,
    confirmedBy: `${last.reason || 'terminated'}, exit code ${last.exitCode}, restart ${container.restarts}`,
    whyNotTransient: 'a release that restarts right after it became ready would do so in use',
    isDefinitive: isInSoak || deaths.length >= 2,
    ...(!kill && { countsAlone: true }),
    ...(!kill && !isHeard(subject, last) && { wordsUntil: last.seenAt + wordsMs }),
  })
}
