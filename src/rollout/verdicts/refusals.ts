import type { VerdictClass } from '../../report.ts'
import { describeQuota, readQuota } from './read-quota.ts'

/** What an API server that refuses a pod means, and how long it has to go on refusing. */
export type Refusal = {
  class: VerdictClass
  pattern: RegExp
  /** A retry this long after the first refusal has to meet the same. */
  stableMs: number
  /** The cause as the end of "no pod can be made: …". */
  tell(message: string): string
  why: string
  /** Nobody said no: it was not answered, and may be the next time. */
  isUnanswered?: true
  hint(message: string): string
}

const part = (pattern: RegExp, message: string, otherwise: string): string =>
  pattern.exec(message)?.[1] ?? otherwise
/** Each attempt names another random pod. */
const withoutPod = (message: string): string =>
  message.replace(/^(pods|replicasets\.apps) "[^"]*" is forbidden: /, '')
const policyHint = 'change what it names in the chart, or the rule, then: k8sdeploy up'

/** Of objects that nothing in k8sdeploy.yaml makes fewer. */
const isCount =
  /^(secrets|configmaps|services[.\w]*|persistentvolumeclaims|count\/(?!pods|replicasets|deployments).*)$/

const quota: Refusal = {
  class: 'quota',
  pattern: /exceeded quota: /i,
  stableMs: 10_000,
  tell: (message) => describeQuota(readQuota(message)) ?? withoutPod(message),
  why: 'no pod is leaving, or about to, that could give its share back',
  hint: (message) => {
    const { name = '', requested = {} } = readQuota(message) ?? {}
    const wanted = Object.keys(requested)
    const isOfCounts = wanted.length > 0 && wanted.every((what) => isCount.test(what))
    const otherwise = isOfCounts
      ? 'delete what is not needed'
      : 'lower replicas and resources in k8sdeploy.yaml'
    return `make room (kubectl edit resourcequota ${name}), or ${otherwise}, then: k8sdeploy up`
  },
}

const unanswered: Refusal = {
  class: 'policy',
  pattern: /failed calling webhook|failed to call webhook/i,
  stableMs: 20_000,
  tell: (message) =>
    `the admission webhook ${part(/webhook "([^"]+)"/, message, '')} does not answer: ${message.split(/failed to call webhook: /).at(-1)}`,
  isUnanswered: true,
  why: 'every pod has to pass this webhook, and nobody answered for it again and again',
  hint: () =>
    'kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations: repair or remove it, then: k8sdeploy up',
}

/** The first that fits; the last fits everything. */
const refusals: Refusal[] = [
  {
    class: 'object-missing',
    pattern: /because it is being terminated/i,
    stableMs: 1_000,
    tell: () => 'its namespace is being deleted',
    why: 'a namespace that is being deleted takes nothing new, and never comes back',
    hint: () => 'wait until the namespace is gone, then: k8sdeploy up',
  },
  quota,
  {
    class: 'quota',
    pattern: /failed quota: /i,
    stableMs: 5_000,
    tell: (message) => `the namespace’s quota asks for more: ${withoutPod(message)}`,
    why: 'a quota on a resource refuses every pod that does not say how much of it it needs',
    hint: () => 'give every container requests and limits, then: k8sdeploy up',
  },
  {
    class: 'service-account',
    pattern: /serviceaccount .*not found|error looking up service account/i,
    stableMs: 10_000,
    tell: (message) =>
      `the ServiceAccount ${part(/serviceaccount "([^"]+)" not found/i, message, 'it names')} does not exist`,
    why: 'the API server refuses every pod until the ServiceAccount exists',
    hint: (message) =>
      `kubectl create serviceaccount ${part(/serviceaccount "([^"]+)" not found/i, message, 'NAME')}, or let the chart make it, then: k8sdeploy up`,
  },
  {
    class: 'policy',
    pattern: /no PriorityClass with name/i,
    stableMs: 10_000,
    tell: (message) =>
      `the PriorityClass ${part(/name (\S+) was found/, message, 'it names')} does not exist`,
    why: 'the API server refuses every pod until the PriorityClass exists',
    hint: () => 'kubectl get priorityclasses, and name one of them in the chart, then: k8sdeploy up',
  },
  {
    class: 'policy',
    pattern: /RuntimeClass "[^"]+" not found/,
    stableMs: 5_000,
    tell: (message) =>
      `the RuntimeClass ${part(/RuntimeClass "([^"]+)" not found/, message, 'it names')} does not exist`,
    why: 'the API server refuses every pod until the RuntimeClass exists',
    hint: () => 'kubectl get runtimeclasses, and name one of them in the chart, then: k8sdeploy up',
  },
  {
    ...unanswered,
    // of a Service that has no pods at this moment, or whose pods start again
    pattern:
      /failed (calling|to call) webhook.*(connection (refused|reset)|no endpoints available|(i\/o|Client\.|handshake )timeout|deadline exceeded|timed out|no route to host|currently unable to handle|\bEOF\b)/is,
    stableMs: 90_000,
    hint: () =>
      'kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations: wait until its pods answer, or repair or remove it, then: k8sdeploy up',
  },
  unanswered,
  {
    class: 'policy',
    pattern: /admission webhook "[^"]+" denied the request/i,
    stableMs: 5_000,
    tell: (message) =>
      `the admission webhook ${part(/webhook "([^"]+)"/, message, '')} denies it: ${part(/denied the request:? ?(.*)$/s, message, 'without a reason')}`,
    why: 'the webhook judges what the chart writes, which does not change by itself',
    hint: () => policyHint,
  },
  {
    class: 'policy',
    pattern: /ValidatingAdmissionPolicy '[^']+'/i,
    stableMs: 5_000,
    tell: (message) =>
      `the ValidatingAdmissionPolicy ${part(/ValidatingAdmissionPolicy '([^']+)'/, message, '')} denies it: ${part(/denied request: (.*)$/s, message, message)}`,
    why: 'the policy judges what the chart writes, which does not change by itself',
    hint: () => policyHint,
  },
  {
    class: 'policy',
    pattern: /violates PodSecurity/i,
    stableMs: 5_000,
    tell: (message) => `the namespace’s Pod Security level forbids it: ${withoutPod(message)}`,
    why: 'the level of the namespace and the pod’s template do not change by themselves',
    hint: () =>
      'correct the securityContext in the chart (or the namespace’s label pod-security.kubernetes.io/enforce), then: k8sdeploy up',
  },
  {
    class: 'policy',
    pattern: /(maximum|minimum) \S+ usage per|limit to request ratio/i,
    stableMs: 5_000,
    tell: (message) => `a LimitRange of the namespace forbids it: ${withoutPod(message)}`,
    why: 'the LimitRange and the pod’s requests and limits do not change by themselves',
    hint: () =>
      'kubectl describe limitrange, and correct resources in k8sdeploy.yaml (or the LimitRange), then: k8sdeploy up',
  },
  {
    class: 'policy',
    pattern: /is forbidden|is invalid|denied/i,
    stableMs: 5_000,
    tell: withoutPod,
    why: 'the API server refuses every pod of this template, by rule',
    hint: () => policyHint,
  },
  {
    class: 'policy',
    pattern: /(?:)/,
    stableMs: 20_000,
    tell: withoutPod,
    why: 'the API server refused every attempt the same way',
    hint: () => 'kubectl get events, and correct what the message names, then: k8sdeploy up',
  },
]

export const findRefusal = (message: string): Refusal =>
  refusals.find((one) => one.pattern.test(message)) ?? quota

/** Room that others give back makes this one pass. */
export const isForWantOfRoom = (refusal: Refusal): boolean => refusal === quota
