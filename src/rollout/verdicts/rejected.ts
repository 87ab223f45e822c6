import type { VerdictClass } from '../../report.ts'
import { isOver } from '../is-over.ts'
import type { PodFacts } from '../read-pod.ts'
import { type ComponentRule, componentFinding } from './cases.ts'

const rejection = /^Pod was rejected: /

type Cause = { class: VerdictClass; pattern: RegExp; patienceMs: number; why: string; hint: string }

/** By the reason that the kubelet gives; the first that fits, and the last fits everything. */
const causes: Cause[] = [
  {
    class: 'unschedulable',
    pattern: /^(OutOf|Insufficient|NodeAffinity|NodePorts|Topology|Unexpected)/,
    patienceMs: 10_000,
    why: 'the pods that replaced it met the same answer of the same node',
    hint: 'lower resources.requests in k8sdeploy.yaml, or let the scheduler choose the node (no nodeName in the chart), then: k8sdeploy up',
  },
  {
    class: 'policy',
    pattern: /^SysctlForbidden/,
    patienceMs: 0,
    why: 'the kubelet judges the pod’s template, which does not change by itself',
    hint: 'take the sysctl out of the chart, or let the nodes’ kubelets allow it (allowedUnsafeSysctls), then: k8sdeploy up',
  },
  {
    class: 'policy',
    pattern: /(?:)/,
    patienceMs: 0,
    why: 'the kubelet judges the pod’s template, which does not change by itself',
    hint: 'correct in the chart what the message names, or use nodes that allow it, then: k8sdeploy up',
  },
]

const needed = 3

/** Refused at the node's door, not thrown out by a node in trouble. */
export const isRejected = (pod: PodFacts): boolean =>
  isOver(pod) &&
  rejection.test(pod.message) &&
  !/^(Evicted|NodeShutdown|Shutdown|Terminated)$/.test(pod.reason)

/** The kubelet takes none of the pods that a ReplicaSet makes one after the other, and none of them ever runs. */
export const rejected: ComponentRule = (subject) => {
  const found = subject.scope.newPods
    .filter((pod) => pod.deletionAt === undefined && isRejected(pod))
    .sort((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0))
  const [first, last] = [found[0], found.at(-1)]
  if (!first || !last) return undefined
  const cause = causes.find(({ pattern }) => pattern.test(last.reason))!
  const firstSeen = first.createdAt ?? subject.now
  return componentFinding(
    subject,
    { kind: 'Pod', name: last.name },
    {
      class: cause.class,
      field: 'status.reason',
      message: `${subject.scope.component.role}: node ${last.node} takes none of its pods, ${found.length} so far (${last.reason}): ${last.message.replace(rejection, '')}`,
      hint: cause.hint,
      firstSeen,
      count: found.length,
      confirmedBy: `${last.reason}: ${last.message}`,
      whyNotTransient: cause.why,
      isDefinitive: found.length >= needed && subject.now - firstSeen >= cause.patienceMs,
    },
  )
}
