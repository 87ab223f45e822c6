import { summarizePullError } from '../summarize-pull-error.ts'
import { type ContainerCase, type ContainerRule, containerFinding } from './cases.ts'
import { isOwnContainer, nameSubject } from './name-subject.ts'
import { attemptsFor, findPullCause } from './pull-attempts.ts'
import { type PullCause, unknownCause, withoutName } from './pull-causes.ts'
import { missingPullSecrets, tellPullSecret } from './pull-secret.ts'
import { waitingNow } from './waits.ts'

const permanentMs = 15_000
/** A kubelet may not know of a pull secret yet that somebody has just made; it asks again at its next attempt. */
const withoutSecretMs = 30_000

/** What somebody has put into the chart, k8sdeploy does not build. */
const hintFor = (subject: ContainerCase, cause: PullCause): string => {
  const { container, pod, scope } = subject
  const { role } = scope.component
  const isBuilt = pod.containers.some((one) => one.name === role && one.image === container.image)
  return cause.class !== 'image-not-found' || isBuilt || isOwnContainer(subject)
    ? cause.hint
    : `correct the image of container ${container.name} in the chart (or push it), then: k8sdeploy up`
}

export const imagePull: ContainerRule = (subject) => {
  const wait = waitingNow(subject, /^(ErrImagePull|ImagePullBackOff|RegistryUnavailable|ImageInspectError)$/)
  if (!wait) return undefined
  const { image } = subject.container
  const where = subject.pod.node === '' ? '' : ` on node ${subject.pod.node}`
  const { cause, message } = findPullCause(subject, wait.message) ?? {
    cause: unknownCause,
    message: wait.message,
  }
  const { attempts, since } = attemptsFor(subject, cause, wait.firstAt)
  const patience = missingPullSecrets(subject) ? withoutSecretMs : permanentMs
  const { said, hint } = tellPullSecret(subject, { ...cause, hint: hintFor(subject, cause) })
  return containerFinding(subject, {
    class: cause.class,
    field: `${subject.path}.state.waiting`,
    message: `${nameSubject(subject)}: cannot pull ${image}${where}: ${summarizePullError(withoutName(message, image))}${said}`,
    hint,
    firstSeen: wait.firstAt,
    count: attempts,
    confirmedBy: message || wait.reason,
    whyNotTransient: cause.why,
    isDefinitive: cause.isPermanent && (attempts >= 2 || subject.now - since >= patience),
  })
}
