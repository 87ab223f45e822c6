import { type ContainerRule, containerFinding } from './cases.ts'
import { exitsOf, lastLines } from './exits-of.ts'
import { logsCommand } from './logs-command.ts'

export const diesAfterReady: ContainerRule = (subject) => {
  const readyAt = subject.memory.readyAt.get(subject.pod.uid)
  if (readyAt === undefined || subject.container.kind === 'init') return undefined
  const deaths = exitsOf(subject)
    .filter((one) => (one.startedAt ?? 0) <= readyAt + 999 || one.seenAt > readyAt)
    .filter((one) => one.seenAt > readyAt)
  const last = deaths.at(-1)
  if (!last) return undefined
  const soak = subject.memory.soak
  const isInSoak = soak !== undefined && last.seenAt >= soak.since
  const { role } = subject.scope.component
  const line = lastLines(subject).findLast((one) => one.trim() !== '')
  return containerFinding(subject, {
    class: 'dies-after-ready',
    field: `${subject.path}.lastState.terminated`,
    message: `${role} was Ready and then died: exit code ${last.exitCode}${line ? `: ${line.trim().slice(0, 300)}` : ''}`,
    hint: logsCommand(subject, { previous: true }),
    firstSeen: deaths[0]!.seenAt,
    count: deaths.length,
    confirmedBy: `${last.reason || 'terminated'}, exit code ${last.exitCode}, restart ${subject.container.restarts}`,
    whyNotTransient: 'a release that restarts right after it became ready would do so in use',
    isDefinitive: isInSoak || deaths.length >= 2,
  })
}
