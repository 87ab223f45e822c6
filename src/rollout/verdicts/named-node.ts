import { type PodRule, podFinding } from './cases.ts'

/** A node may be about to join under that name. */
const namedMs = 20_000
/** A kubelet takes its pods up within a second or two. */
const toldMs = 5_000

/** No scheduler is asked where the template itself names the node. */
export const namedNode: PodRule = (subject) => {
  const { pod, memory, now, scope } = subject
  const isThere = memory.nodes?.rooms.some(({ name }) => name === pod.node)
  const since = pod.createdAt ?? now
  if (!pod.isUnclaimed || isThere || now - since < toldMs) return undefined
  return podFinding(subject, {
    class: 'unschedulable',
    field: 'spec.nodeName',
    message: `${scope.component.role} finds no node: its template names the node ${pod.node} itself, ${isThere === false ? 'which does not exist' : 'and nobody there takes it up'}`,
    hint: 'kubectl get nodes, and correct nodeName in the chart (better: leave it out, and let the scheduler choose), then: k8sdeploy up',
    firstSeen: since,
    confirmedBy:
      isThere === false
        ? `asked the API server for the nodes: ${pod.node} is not there`
        : 'no kubelet has said a word about the pod',
    whyNotTransient: 'the scheduler is not asked, and nobody else makes a node of this name',
    isDefinitive: isThere === false && now - since >= namedMs,
  })
}
