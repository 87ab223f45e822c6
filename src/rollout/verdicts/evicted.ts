import type { PodFacts } from '../read-pod.ts'
import { type ComponentCase, type ComponentRule, componentFinding } from './cases.ts'

/** A node that is short of something may get better; a pod that outgrows its own limit does so again. */
const needed = 3
const neededByItself = 2
const byItself =
  /exceeds the limit|exceeds the total limit|exceeded its (local )?(ephemeral|limit)|exceed\w* .*(limit|request)/i

/** A pod that always restarts its containers ends as Failed only when its node has thrown it out. */
const findLost = (subject: ComponentCase): PodFacts[] =>
  subject.scope.newPods.filter((pod) => pod.phase === 'Failed' && pod.deletionAt === undefined)

const hintFor = (pod: PodFacts): string =>
  byItself.test(pod.message)
    ? 'raise the limit that the message names (sizeLimit or ephemeral-storage in the chart) or write less, then: k8sdeploy up'
    : 'kubectl describe nodes: look for disk or memory pressure'

/** A ReplicaSet replaces an evicted pod by itself; only their number says that it will not help. */
export const evicted: ComponentRule = (subject) => {
  const lost = findLost(subject).sort((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0))
  const last = lost.at(-1)
  if (!last) return undefined
  const { role } = subject.scope.component
  const enough = lost.every((pod) => byItself.test(pod.message)) ? neededByItself : needed
  const reason = last.reason || 'Failed'
  return componentFinding(
    subject,
    { kind: 'Pod', name: last.name },
    {
      class: 'evicted',
      field: 'status.reason',
      message: `${role} was thrown out by its node ${lost.length}× (${reason}): ${last.message.trim()}`,
      hint: hintFor(last),
      firstSeen: Math.min(...lost.map((pod) => pod.createdAt ?? subject.now)),
      count: lost.length,
      confirmedBy: `status.phase Failed, reason ${reason}, of ${lost.map((pod) => pod.name).join(', ')}`,
      whyNotTransient: `the pod that replaced it met the same end, ${lost.length} in a row`,
      isDefinitive: lost.length >= enough,
    },
  )
}
