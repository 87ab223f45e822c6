import type { VerdictClass } from '../../report.ts'
import type { EventFacts } from '../read-event.ts'
import { summarizePullError } from '../summarize-pull-error.ts'
import { type ContainerCase, type ContainerRule, containerFinding } from './cases.ts'
import { isOwnContainer, nameSubject } from './name-subject.ts'
import { tellPullSecret } from './pull-secret.ts'
import { findWaits, waitingNow } from './waits.ts'

type Cause = { class: VerdictClass; pattern: RegExp; isPermanent: boolean; why: string; hint: string }

// In this order: "too many requests" and host errors often carry the words of the others.
const causes: Cause[] = [
  {
    class: 'image-not-found',
    pattern: /k8sdeploy\.local\b.*(no such host|server misbehaving|i\/o timeout)/i,
    isPermanent: true,
    why: 'k8sdeploy.local is no registry: such an image is put on the nodes, and this one is not there (any more)',
    hint: 'build it and put it on the nodes again: k8sdeploy up',
  },
  {
    class: 'image-unreachable',
    pattern:
      /toomanyrequests|\b429\b|QPS exceeded|no such host|connection refused|timeout|timed out|deadline exceeded|\b50[0234]\b|\bEOF\b|network is unreachable|connection reset|unexpected media type/i,
    isPermanent: false,
    why: 'the registry may answer again: this alone never fails a rollout before its deadline',
    hint: 'check that the nodes reach the registry, then: k8sdeploy up',
  },
  {
    class: 'image-platform',
    pattern: /no match for platform|no matching manifest|does not match the specified platform/i,
    isPermanent: true,
    why: 'the image exists, but holds nothing for this node’s platform; pulling again gives the same',
    hint: 'set images.platform in k8sdeploy.yaml to the nodes’ platform, then: k8sdeploy up',
  },
  {
    class: 'image-unreachable',
    pattern: /x509|certificate|gave HTTP response to HTTPS client|does not look like a TLS handshake/i,
    isPermanent: true,
    why: 'the nodes do not trust the registry’s TLS, or it has none; that is configuration',
    hint: 'let the nodes trust the registry’s CA (or take it without TLS), or use another registry, then: k8sdeploy up',
  },
  {
    class: 'image-denied',
    pattern: /denied|unauthorized|authorization failed|no basic auth|\b40[13]\b|authentication required/i,
    isPermanent: true,
    why: 'the registry answered, and refused; asking again with the same credentials gives the same',
    hint: 'log in to the registry and give the namespace a pull secret, then: k8sdeploy up',
  },
  {
    class: 'image-not-found',
    pattern: /not found|manifest unknown|does not exist|name unknown/i,
    isPermanent: true,
    why: 'the registry answered that it has no such image',
    hint: 'build and deliver it again: k8sdeploy up',
  },
]

/** Nobody knows these words: then they are no reason to give up. */
const unknown: Cause = {
  class: 'image-unreachable',
  pattern: /./,
  isPermanent: false,
  why: 'an error that is not known to last; the kubelet tries again until the deadline',
  hint: 'read the whole message with: kubectl describe pod, then: k8sdeploy up',
}

const permanentMs = 15_000

/** A name such as `shop/timeout:429` must not be mistaken for an answer, nor where it stands in an address. */
const withoutName = (message: string, image: string): string => {
  const name = image.replace(/@.*$/, '').replace(/:[^:/]*$/, '')
  return message
    .replaceAll(image, 'IMAGE')
    .replaceAll(name, 'IMAGE')
    .replace(/IMAGE[:@][\w.:-]+/g, 'IMAGE')
    .replace(/\[manifests [^\]]*\]/g, '')
    .replace(/(https?:\/\/[^\s"/]+)\/[^\s"]*?(?=:?["\s]|$)/g, '$1')
}

/** Older kubelets drop the cause once they back off, so the first message that has one counts. */
const findCause = (messages: string[], image: string): { cause: Cause; message: string } | undefined => {
  for (const message of messages) {
    const cause = causes.find((one) => one.pattern.test(withoutName(message, image)))
    if (cause) return { cause, message }
  }
  return undefined
}

/** Attempts that failed; `Error: ImagePullBackOff` is told between them, when nothing was tried. */
export const pullFailures = ({ events, container }: ContainerCase): EventFacts[] =>
  events.filter(
    ({ reason, message, about }) =>
      reason === 'Failed' &&
      /^Failed to pull image|ErrImagePull/.test(message) &&
      (about.container === '' || about.container === container.name),
  )

const attemptsOf = (subject: ContainerCase): number =>
  Math.max(1, ...pullFailures(subject).map((one) => one.count))

/** What somebody has put into the chart, k8sdeploy does not build. */
const hintFor = (subject: ContainerCase, cause: Cause): string => {
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
  const waits = findWaits(subject.history, /^(ErrImagePull|ImagePullBackOff|RegistryUnavailable)$/)
  const told = [
    wait.message,
    ...waits.map((one) => one.message),
    ...pullFailures(subject).map((one) => one.message),
  ]
  const { cause, message } = findCause(told, image) ?? { cause: unknown, message: wait.message }
  const attempts = attemptsOf(subject)
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
    isDefinitive: cause.isPermanent && (attempts >= 2 || wait.forMs >= permanentMs),
  })
}
