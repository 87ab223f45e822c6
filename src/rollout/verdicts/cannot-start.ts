import { summarizeExecError } from '../summarize-exec-error.ts'
import { isAlike } from './alike.ts'
import { type ContainerCase, type ContainerRule, containerFinding } from './cases.ts'
import { countAlike, countExits, exitsOf, lastExit, lastLines } from './exits-of.ts'
import { nameSubject } from './name-subject.ts'
import { findStartCause, type StartCause } from './start-causes.ts'
import { findWaits } from './waits.ts'

type Told = { message: string; firstAt: number; inLog?: true }

const refused = /^(CreateContainerError|RunContainerError|StartError|ContainerCannotRun)$/

/** Of what it met last; before that it may have met something else. */
const isRefused = (subject: ContainerCase): boolean => {
  const { run } = subject.container
  const met = run.type === 'waiting' && refused.test(run.reason) ? run.reason : lastExit(subject)?.reason
  return refused.test(met ?? '')
}

/** The runtime's own words, from every place where the kubelet keeps them. */
const startMessages = (subject: ContainerCase): Told[] => [
  ...findWaits(subject.history, refused),
  ...exitsOf(subject)
    .filter((one) => refused.test(one.reason))
    .map((one) => ({ message: one.message, firstAt: one.finishedAt ?? one.seenAt })),
]

/** How a shell, or the loader of shared libraries, says that it could not run what it was told to run. */
const shellWords =
  /: not found$|command not found|permission denied|cannot execute|cannot open shared object|exec \S+ failed: no such file/i
const isShells = ({ exitCode }: { exitCode: number }): boolean => exitCode === 126 || exitCode === 127

/** A wrong architecture, or an interpreter that is not there, leaves no message in the API; only the log has it. */
const findInLog = (subject: ContainerCase): string | undefined => {
  const lines = lastLines(subject).map((line) => line.trim())
  const [only, ...more] = lines.filter((line) => line !== '')
  const isRuntimes = more.length === 0 && /^exec \S+: (no such file|permission denied)/.test(only ?? '')
  if (isRuntimes) return only
  const byShell = exitsOf(subject).every(isShells)
    ? lines.findLast((line) => shellWords.test(line))
    : undefined
  return byShell ?? lines.find((line) => /exec format error/i.test(line))
}

const findTold = (subject: ContainerCase): Told | undefined => {
  const told = isRefused(subject) ? startMessages(subject).filter(({ message }) => message !== '') : []
  const certain = told.find(({ message }) => findStartCause(message).needs?.ms === 0)
  const inLog = countExits(subject) > 0 ? findInLog(subject) : undefined
  const firstAt = exitsOf(subject)[0]?.seenAt ?? subject.now
  return certain ?? told[0] ?? (inLog === undefined ? undefined : { message: inLog, firstAt, inLog: true })
}

/** A container that cannot even be created never ends; then Events tell how often it was tried. */
const countAttempts = (subject: ContainerCase, { message }: Told): number => {
  const events = subject.events.filter(
    (one) =>
      one.reason === 'Failed' &&
      one.about.container === subject.container.name &&
      isAlike(one.message, message),
  )
  const tried = events.reduce((sum, one) => sum + one.count, 0)
  const ended = isRefused(subject)
    ? countAlike(subject, ({ reason }) => refused.test(reason))
    : countExits(subject)
  return Math.max(1, ended, tried)
}

const shorten = (message: string): string =>
  summarizeExecError(message) ?? /(exec .*exec format error.*)$/m.exec(message)?.[1] ?? message

const isCertain = ({ needs }: StartCause, attempts: number, forMs: number): boolean =>
  needs !== undefined && attempts >= needs.attempts && forMs >= needs.ms

export const cannotStart: ContainerRule = (subject) => {
  if (subject.container.run.type === 'running') return undefined
  const told = findTold(subject)
  if (!told) return undefined
  const cause = findStartCause(told.message)
  const attempts = countAttempts(subject, told)
  return containerFinding(subject, {
    class: told.inLog && subject.container.kind === 'init' ? 'init-failed' : 'cannot-start',
    field: `${subject.path}.${subject.container.run.type === 'terminated' ? 'state' : 'lastState'}.terminated`,
    message: `${nameSubject(subject)} cannot start: ${cause.said ?? shorten(told.message)}`,
    hint: cause.hint,
    firstSeen: told.firstAt,
    count: attempts,
    confirmedBy: told.message,
    whyNotTransient: 'the same image and command fail the same way each time',
    isDefinitive: isCertain(cause, attempts, subject.now - told.firstAt),
  })
}
