import type { Termination } from '../read-container.ts'
import { type ContainerCase, type ContainerRule, containerFinding } from './cases.ts'
import { findCauseLine } from './cause-line.ts'
import { endsAsBefore, exitsOf, lastLines } from './exits-of.ts'
import { findLivenessKill } from './liveness-kill.ts'
import { logsCommand } from './logs-command.ts'
import { nameSubject } from './name-subject.ts'
import { probeOf } from './where-to-set.ts'

type Death = Termination & { seenAt: number }

const describeDeath = (subject: ContainerCase, last: Death): string => {
  if (last.reason === 'OOMKilled')
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

const hintFor = (subject: ContainerCase, kill: string | undefined): string =>
  kill
    ? `correct ${probeOf(subject, 'liveness')} (path, port, time), then: k8sdeploy up`
    : logsCommand(subject, { previous: true })

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
    class: kill ? 'probe-kill' : 'dies-after-ready',
    field: `${subject.path}.lastState.terminated`,
    message: describe(subject, last, kill),
    hint: hintFor(subject, kill),
    firstSeen: deaths[0]!.seenAt,
    count: deaths.length,
    confirmedBy: `${last.reason || 'terminated'}, exit code ${last.exitCode}, restart ${container.restarts}`,
    whyNotTransient: 'a release that restarts right after it became ready would do so in use',
    isDefinitive: isInSoak || deaths.length >= 2,
  })
}
