import { type ContainerRule, containerFinding } from './cases.ts'
import { logsCommand } from './logs-command.ts'

const longMs = 30_000

/** A migration may take as long as it likes: this is never certain, but at the deadline it is the reason. */
export const initHangs: ContainerRule = (subject) => {
  const { container, now } = subject
  if (container.kind !== 'init' || container.run.type !== 'running') return undefined
  const startedAt = container.run.startedAt ?? now
  if (now - startedAt < longMs) return undefined
  const seconds = Math.round((now - startedAt) / 1000)
  return containerFinding(subject, {
    class: 'init-failed',
    field: `${subject.path}.state.running`,
    message: `${subject.scope.component.role} has not begun: its init container ${container.name} does not end`,
    hint: logsCommand(subject, { previous: false }),
    firstSeen: startedAt,
    confirmedBy: `running since ${new Date(startedAt).toISOString()}, for ${seconds} s`,
    whyNotTransient: 'the other containers start only once it has ended',
    isDefinitive: false,
  })
}
