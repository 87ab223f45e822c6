import type { Termination } from '../read-container.ts'
import type { ContainerCase } from './cases.ts'
import { logsCommand } from './logs-command.ts'
import { memoryLimitOf } from './where-to-set.ts'

/** Somebody ended it with SIGKILL, and no Event says who: not every runtime tells of a kill for want of memory. */
export const killedHint = (subject: ContainerCase, { exitCode }: Termination): string | undefined =>
  exitCode === 137 &&
  subject.container.limits['memory'] !== undefined &&
  !subject.events.some(({ reason }) => reason === 'Killing')
    ? `137 is a kill: raise ${memoryLimitOf(subject)} if it is too low, then: k8sdeploy up (${logsCommand(subject, { previous: true })} shows how far it came)`
    : undefined
