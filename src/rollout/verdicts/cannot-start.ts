import { summarizeExecError } from '../summarize-exec-error.ts'
import { type ContainerCase, type ContainerRule, containerFinding } from './cases.ts'
import { countExits, exitsOf, lastLines } from './exits-of.ts'
import { nameSubject } from './name-subject.ts'

const words =
  /executable file not found|no such file or directory|permission denied|exec format error|not a directory/i

const shorten = (message: string): string =>
  summarizeExecError(message) ?? /(exec .*exec format error.*)$/m.exec(message)?.[1] ?? message

const startMessages = (subject: ContainerCase): string[] => [
  ...(subject.container.run.type === 'waiting' ? [subject.container.run.message] : []),
  ...[...subject.history.waits.values()].filter((one) => /Error$/.test(one.reason)).map((one) => one.message),
  ...exitsOf(subject)
    .filter(
      (one) => /^(StartError|ContainerCannotRun)$/.test(one.reason) || [126, 127, 128].includes(one.exitCode),
    )
    .map((one) => one.message),
]

/** A wrong architecture, or an interpreter that is not there, leaves no message in the API; only the log has it. */
const findInLog = (lines: string[]): string | undefined => {
  const [only, ...more] = lines.filter((line) => line.trim() !== '')
  const isRuntimes = more.length === 0 && /^exec \S+: (no such file|permission denied)/.test(only ?? '')
  return isRuntimes ? only : lines.find((line) => /exec format error/i.test(line))
}

const findCause = (subject: ContainerCase): string | undefined => {
  if (countExits(subject) === 0 && subject.container.run.type !== 'waiting') return undefined
  return startMessages(subject).find((one) => words.test(one)) ?? findInLog(lastLines(subject))
}

const hintFor = (cause: string): string => {
  if (/exec format error/i.test(cause))
    return 'build for the nodes’ platform (images.platform in k8sdeploy.yaml), then: k8sdeploy up'
  return /^exec \S+: no such file/.test(cause)
    ? 'the file is there, but what runs it is not: correct its first line (#!), its line ends (LF) or its libc (a static build), then: k8sdeploy up'
    : 'correct CMD or ENTRYPOINT in the Dockerfile (path, x permission), then: k8sdeploy up'
}

export const cannotStart: ContainerRule = (subject) => {
  if (subject.container.run.type === 'running') return undefined
  const cause = findCause(subject)
  if (!cause) return undefined
  const attempts = Math.max(1, countExits(subject))
  return containerFinding(subject, {
    class: 'cannot-start',
    field: `${subject.path}.${subject.container.run.type === 'terminated' ? 'state' : 'lastState'}.terminated`,
    message: `${nameSubject(subject)} cannot start: ${shorten(cause)}`,
    hint: hintFor(cause),
    count: attempts,
    confirmedBy: cause,
    whyNotTransient: 'the same image and command fail the same way each time',
    isDefinitive: attempts >= 2,
  })
}
