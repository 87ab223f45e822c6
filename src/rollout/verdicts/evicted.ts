import { type ComponentRule, componentFinding } from './cases.ts'

const needed = 3

/** A ReplicaSet replaces an evicted pod by itself; only their number says that it will not help. */
export const evicted: ComponentRule = (subject) => {
  const reasons = /^(Evicted|Preempting|NodeLost|NodeShutdown|UnexpectedAdmissionError|OutOf\w+|Terminated)$/
  const lost = subject.scope.newPods.filter((pod) => pod.phase === 'Failed' && reasons.test(pod.reason))
  const first = lost[0]
  if (!first) return undefined
  const { role } = subject.scope.component
  return componentFinding(
    subject,
    { kind: 'Pod', name: first.name },
    {
      class: 'evicted',
      field: 'status.reason',
      message: `${role}: ${lost.length} pods were ${first.reason.toLowerCase()} by their node: ${first.message}`,
      hint: 'kubectl describe nodes: look for disk or memory pressure',
      firstSeen: Math.min(...lost.map((pod) => pod.createdAt ?? subject.now)),
      count: lost.length,
      confirmedBy: `${first.reason}: ${first.message}`,
      whyNotTransient: `it happened to ${lost.length} pods in a row`,
      isDefinitive: lost.length >= needed,
    },
  )
}
