import { type ContainerCase, type ContainerRule, containerFinding } from './cases.ts'
import { readConfigError } from './config-error.ts'
import { isOwnContainer, nameSubject } from './name-subject.ts'
import { waitingNow } from './waits.ts'

const stableMs = 5_000

type Told = { message: string; hint: string; why: string }

const inImage = 'the user is written in the image; starting it again changes nothing'
const numericUser = (subject: ContainerCase): string =>
  isOwnContainer(subject)
    ? `write a numeric USER (for example USER 10001) into the ${subject.scope.component.role}’s Dockerfile, then: k8sdeploy up`
    : `give container ${subject.container.name} a numeric runAsUser in the chart’s securityContext, or another image, then: k8sdeploy up`

const otherUser = (subject: ContainerCase): string =>
  isOwnContainer(subject)
    ? `name another user than 0 in runAsUser of the chart’s securityContext (${subject.scope.component.role}.runAsUser in k8sdeploy.yaml), then: k8sdeploy up`
    : `name another user than 0 in runAsUser of container ${subject.container.name} in the chart, then: k8sdeploy up`

const tell = (subject: ContainerCase, said: string): Told => {
  const named = /non-numeric user \(([^)]+)\)/.exec(said)?.[1]
  if (named)
    return {
      message: `the image’s user is the name "${named}"; Kubernetes cannot tell that it is not root`,
      hint: numericUser(subject),
      why: inImage,
    }
  if (/breaks? non-root policy/.test(said))
    return {
      message: 'the pod asks for user 0, which is root, and forbids root at the same time',
      hint: otherUser(subject),
      why: 'the pod’s own template contradicts itself; starting it again changes nothing',
    }
  return {
    message: 'the image runs as root, and the pod forbids that',
    hint: numericUser(subject),
    why: inImage,
  }
}

export const runAsRoot: ContainerRule = (subject) => {
  const wait = waitingNow(subject, /^CreateContainerConfigError$/)
  if (!wait || readConfigError(wait.message).type !== 'root') return undefined
  const { message, hint, why } = tell(subject, wait.message)
  return containerFinding(subject, {
    class: 'run-as-root',
    field: `${subject.path}.state.waiting`,
    message: `${nameSubject(subject)}: ${message}`,
    hint,
    firstSeen: wait.firstAt,
    confirmedBy: wait.message || wait.reason,
    whyNotTransient: why,
    isDefinitive: wait.forMs >= stableMs,
  })
}
