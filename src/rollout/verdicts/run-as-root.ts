import { type ContainerRule, containerFinding } from './cases.ts'
import { readConfigError } from './config-error.ts'
import { waitingNow } from './waits.ts'

const stableMs = 5_000

export const runAsRoot: ContainerRule = (subject) => {
  const wait = waitingNow(subject, /^CreateContainerConfigError$/)
  if (!wait || readConfigError(wait.message).type !== 'root') return undefined
  const isNamed = /non-numeric user \(([^)]+)\)/.exec(wait.message)?.[1]
  const { role } = subject.scope.component
  return containerFinding(subject, {
    class: 'run-as-root',
    field: `${subject.path}.state.waiting`,
    message: isNamed
      ? `${role}: the image’s user is the name "${isNamed}"; Kubernetes cannot tell that it is not root`
      : `${role}: the image runs as root, and the pod forbids that`,
    hint: `write a numeric USER (for example USER 10001) into the ${role}’s Dockerfile, then: k8sdeploy up`,
    firstSeen: wait.firstAt,
    confirmedBy: wait.message || wait.reason,
    whyNotTransient: 'the user is written in the image; starting it again changes nothing',
    isDefinitive: wait.forMs >= stableMs,
  })
}
