import { findLostNode } from '../nodes/find-lost-node.ts'
import type { PodFacts } from '../read-pod.ts'
import { isLiving } from '../scope.ts'
import { type ComponentCase, type ComponentRule, componentFinding } from './cases.ts'

const longMs = 30_000

export const askedAt = ({ deletionAt = 0, graceSeconds }: PodFacts): number =>
  deletionAt - graceSeconds * 1000

/** Asked to leave so long ago that it is worth a word; who sits on a lost node is told of by that. */
const lingering = ({ memory, scope, now }: ComponentCase): PodFacts[] =>
  [...scope.oldPods, ...scope.newPods]
    .filter((pod) => pod.deletionAt !== undefined && isLiving(memory, pod) && !findLostNode(memory, pod))
    .filter((pod) => now - askedAt(pod) >= longMs)
    .sort((a, b) => askedAt(a) - askedAt(b))

const tell = ({ name, deletionAt = 0, graceSeconds }: PodFacts, role: string, now: number) =>
  now < deletionAt
    ? {
        why: `it may take ${graceSeconds} s to end, and uses them`,
        hint: `let the ${role} end on SIGTERM, or lower ${role}.terminationGracePeriodSeconds in k8sdeploy.yaml`,
      }
    : {
        why: `the ${graceSeconds} s that it had to end are over`,
        hint: `kubectl describe pod ${name}; kubectl delete pod ${name} --force --grace-period=0 gives it up`,
      }

/** Nothing is wrong with the new pods; the rollout waits for those that have to go. */
export const leaving: ComponentRule = (subject) => {
  const pods = lingering(subject)
  const [first] = pods
  if (!first) return undefined
  const { role } = subject.scope.component
  const { why, hint } = tell(first, role, subject.now)
  const seconds = Math.round((subject.now - askedAt(first)) / 1000)
  const others = pods.length > 1 ? `, and ${pods.length - 1} more` : ''
  return componentFinding(
    subject,
    { kind: 'Pod', name: first.name },
    {
      class: 'no-progress',
      field: 'metadata.deletionTimestamp',
      message: `${role}: pod ${first.name} has been leaving for ${seconds} s${others}: ${why}`,
      hint,
      firstSeen: askedAt(first),
      count: pods.length,
      confirmedBy: `asked to leave at ${new Date(askedAt(first)).toISOString()}`,
      whyNotTransient: 'it may be gone at any moment: this alone never fails a rollout before its deadline',
      isDefinitive: false,
    },
  )
}
