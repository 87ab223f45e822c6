import { type ContainerCase, type ContainerRule, containerFinding } from './cases.ts'
import { countAlike, exitsOf } from './exits-of.ts'
import { nameSubject } from './name-subject.ts'
import { waitingNow } from './waits.ts'

const stableMs = 15_000

const path = /error mounting "[^"]*" to rootfs at "([^"]+)": (?:.*: )?(?!unknown)([^:]+?)(?:: unknown\b.*)?$/

/** The runtime cannot put a volume where the container is to have it. */
const byRuntime = (subject: ContainerCase) => {
  const ends = exitsOf(subject).filter(({ message }) => path.test(message))
  const last = ends.at(-1)
  const match = last && path.exec(last.message)
  return match
    ? {
        told: `${match[1]} cannot be mounted: ${match[2]}`,
        confirmedBy: last.message,
        field: 'lastState.terminated',
        firstSeen: ends[0]!.seenAt,
        isCertain: countAlike(subject, ({ message }) => path.test(message)) >= 2,
      }
    : undefined
}

const byKubelet = (subject: ContainerCase) => {
  const wait = waitingNow(subject, /^CreateContainerConfigError$/)
  if (!wait || !/subPath|missing value for/i.test(wait.message)) return undefined
  return {
    told: `a volume's subPath cannot be used: ${wait.message}`,
    confirmedBy: wait.message,
    field: 'state.waiting',
    firstSeen: wait.firstAt,
    isCertain: wait.forMs >= stableMs,
  }
}

export const mountRefused: ContainerRule = (subject) => {
  if (subject.container.run.type === 'running') return undefined
  const found = byKubelet(subject) ?? byRuntime(subject)
  return (
    found &&
    containerFinding(subject, {
      class: 'mount',
      field: `${subject.path}.${found.field}`,
      message: `${nameSubject(subject)} cannot start: ${found.told}`,
      hint: 'correct mountPath or subPath of its volumeMounts in the chart, then: k8sdeploy up',
      firstSeen: found.firstSeen,
      confirmedBy: found.confirmedBy,
      whyNotTransient: 'the same volumes and paths fail the same way each time',
      isDefinitive: found.isCertain,
    })
  )
}
