import { type ContainerRule, containerFinding } from './cases.ts'
import { readConfigError } from './config-error.ts'
import { waitingNow } from './waits.ts'

const stableMs = 5_000

type Told = { message: string; hint: string; why: string }

const inImage = 'the user is written in the image; starting it again changes nothing'
const numericUser = (role: string) =>
  `write a numeric USER (for example USER 10001) into the ${role}’s Dockerfile, then: k8sdeploy up`

const tell = (said: string, role: string): Told => {
  const named = /non-numeric user \(([^)]+)\)/.exec(said)?.[1]
  if (named)
    return {
      message: `the image’s user is the name "${named}"; Kubernetes cannot tell that it is not root`,
      hint: numericUser(role),
      why: inImage,
    }
  if (/breaks? non-root policy/.test(said))
    return {
      message: 'the pod asks for user 0, which is root, and forbids root at the same time',
      hint: `name another user than 0 in runAsUser of the chart’s securityContext (${role}.runAsUser in k8sdeploy.yaml), then: k8sdeploy up`,
      why: 'the pod’s own template contradicts itself; starting it again changes nothing',
    }
  return {
    message: 'the image runs as root, and the pod forbids that',
    hint: numericUser(role),
    why: inImage,
  }
}

export const runAsRoot: ContainerRule = (subject) => {
  const wait = waitingNow(subject, /^CreateContainerConfigError$/)
  if (!wait || readConfigError(wait.message).type !== 'root') return undefined
  const { role } = subject.scope.component
  const { message, hint, why } = tell(wait.message, role)
  return containerFinding(subject, {
    class: 'run-as-root',
    field: `${subject.path}.state.waiting`,
    message: `${role}: ${message}`,
    hint,
    firstSeen: wait.firstAt,
    confirmedBy: wait.message || wait.reason,
    whyNotTransient: why,
    isDefinitive: wait.forMs >= stableMs,
  })
}
