import { findCondition } from '../read-condition.ts'
import { isLiving } from '../scope.ts'
import { type PodCase, type PodRule, podFinding } from './cases.ts'

const stableMs = 15_000

/** Pods on their way out give their room back; until they are gone nothing is certain. */
const roomSince = (subject: PodCase): number => {
  const { memory } = subject
  const isLeaving = [...memory.pods.values()].some(
    (pod) => pod.deletionAt !== undefined && isLiving(memory, pod),
  )
  return isLeaving ? Number.POSITIVE_INFINITY : Math.max(0, ...memory.gone.values())
}

const requestsOf = (subject: PodCase): string =>
  subject.pod.containers
    .filter((one) => one.kind !== 'init')
    .map((one) => `${one.requests['cpu'] ?? '0'} CPU, ${one.requests['memory'] ?? '0'} memory`)
    .join(' + ')

const hintFor = (message: string, role: string): string => {
  if (/Insufficient/i.test(message))
    return `lower ${role}.resources.requests in k8sdeploy.yaml or free room on the nodes, then: k8sdeploy up`
  if (/persistentvolumeclaim/i.test(message))
    return 'kubectl get pvc, and create or fix the claim, then: k8sdeploy up'
  if (/taint/i.test(message))
    return 'kubectl describe nodes: a taint keeps the pod away; tolerate it or use another node'
  return 'kubectl describe nodes: no node fits the pod’s selector, affinity or ports'
}

export const unschedulable: PodRule = (subject) => {
  const condition = findCondition(subject.pod.conditions, 'PodScheduled')
  if (condition?.status !== 'False' || condition.reason !== 'Unschedulable') return undefined
  const since = condition.since ?? subject.pod.createdAt ?? subject.now
  const { role } = subject.scope.component
  return podFinding(subject, {
    class: 'unschedulable',
    field: 'status.conditions[type=PodScheduled]',
    message: `${role} finds no node: ${condition.message} (it asks for ${requestsOf(subject)})`,
    hint: hintFor(condition.message, role),
    firstSeen: since,
    confirmedBy: condition.message,
    whyNotTransient: `no pod is leaving that could make room, for ${stableMs / 1000} s`,
    isDefinitive: subject.now - Math.max(since, roomSince(subject)) >= stableMs,
  })
}
