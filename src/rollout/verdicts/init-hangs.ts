import { type ContainerCase, type ContainerRule, containerFinding } from './cases.ts'
import { lastLines } from './exits-of.ts'
import { hasMovedOn } from './has-moved-on.ts'
import { logsCommand } from './logs-command.ts'
import { absentServiceHint, findAbsentService, findLastIndexOfUnknown } from './unknown-service.ts'

const longMs = 30_000

/** The Service that does not exist, unless it went on after it had asked for it. */
const findAwaited = (subject: ContainerCase): string | undefined => {
  const lines = lastLines(subject)
  const last = findLastIndexOfUnknown(lines)
  return last < 0 || hasMovedOn(lines, last + 1) ? undefined : findAbsentService(subject.memory, lines)
}

/**
 * A migration may take as long as it likes: this is certain only where it waits for a Service that does not exist; but at
 * the deadline it is the reason.
 */
export const initHangs: ContainerRule = (subject) => {
  const { container, now } = subject
  if (container.kind !== 'init' || container.run.type !== 'running') return undefined
  const startedAt = container.run.startedAt ?? now
  if (now - startedAt < longMs) return undefined
  const absent = findAwaited(subject)
  const seconds = Math.round((now - startedAt) / 1000)
  return containerFinding(subject, {
    class: 'init-failed',
    field: `${subject.path}.state.running`,
    message: `${subject.scope.component.role} has not begun: its init container ${container.name} does not end${absent ? `: it waits for ${absent}` : ''}`,
    hint: absent ? absentServiceHint(subject, absent) : logsCommand(subject, { previous: false }),
    firstSeen: startedAt,
    confirmedBy: `running since ${new Date(startedAt).toISOString()}, for ${seconds} s`,
    whyNotTransient: absent
      ? 'asked the API server for a Service of this name: there is none'
      : 'the other containers start only once it has ended',
    isDefinitive: absent !== undefined,
  })
}
