import type { Termination } from '../read-container.ts'
import { type ContainerRule, containerFinding } from './cases.ts'
import { countAlike, exitsOf } from './exits-of.ts'
import { nameSubject } from './name-subject.ts'
import { memoryLimitOf } from './where-to-set.ts'

/** The runtime tells of a limit that is too low for the program's first breath in words of its own. */
export const isMemoryKill = ({ reason, message }: Termination): boolean =>
  reason === 'OOMKilled' || /OOM-killed/.test(message)

export const outOfMemory: ContainerRule = (subject) => {
  const kills = exitsOf(subject).filter(isMemoryKill)
  if (kills.length === 0) return undefined
  const { container } = subject
  const count = countAlike(subject, isMemoryKill)
  const limit = container.limits['memory'] ?? 'none'
  return containerFinding(subject, {
    class: 'out-of-memory',
    field: `${subject.path}.lastState.terminated`,
    message: `${nameSubject(subject)} was killed ${count}× for using more memory than its limit (${limit})`,
    hint: `raise ${memoryLimitOf(subject)}, then: k8sdeploy up`,
    firstSeen: kills[0]!.finishedAt ?? kills[0]!.seenAt,
    count,
    confirmedBy: `OOMKilled, exit code ${kills[0]!.exitCode}`,
    whyNotTransient: 'it reached the limit again after a fresh start',
    isDefinitive: count >= 2,
  })
}
