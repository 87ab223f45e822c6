import { isOver } from '../is-over.ts'
import { eventsAbout } from '../memory.ts'
import { type Condition, findCondition } from '../read-condition.ts'
import type { PodFacts } from '../read-pod.ts'
import { type ComponentCase, type ComponentRule, componentFinding } from './cases.ts'
import { isRejected } from './rejected.ts'

/** A node that is short of something may get better; a pod that outgrows its own limit does so again. */
const needed = 3
const neededByItself = 2
const byItself =
  /exceeds the limit|exceeds the total limit|exceeded its (local )?(ephemeral|limit)|exceed\w* .*(limit|request)/i

type Lost = { pod: PodFacts; reason?: string; message?: string }

/** The kubelet marks a pod when it throws it out. */
const findDisruption = (pod: PodFacts): Condition | undefined =>
  findCondition(pod.conditions, 'DisruptionTarget')

/**
 * One whose containers took the kubelet's word for it and ended well shows nothing in its status; then the Event tells,
 * or, since a kubelet that has said much about a pod drops it, the condition.
 */
const readLost = (subject: ComponentCase, pod: PodFacts): Lost => {
  const told = eventsAbout(subject.memory, pod.uid).findLast((one) => /^(Evicted|Preempt)/.test(one.reason))
  const marked = findDisruption(pod)
  return {
    pod,
    reason: pod.reason || told?.reason || marked?.reason,
    message: (pod.message || told?.message || marked?.message)?.trim() || undefined,
  }
}

/** A pod that always restarts its containers is over only when its node has thrown it out. */
const findLost = (subject: ComponentCase): Lost[] =>
  subject.scope.newPods
    .filter((pod) => pod.deletionAt === undefined && isOver(pod) && !isRejected(pod))
    .map((pod) => readLost(subject, pod))
    .sort((a, b) => (a.pod.createdAt ?? 0) - (b.pod.createdAt ?? 0))

const thrownOutAt = ({ pod }: Lost): number => findDisruption(pod)?.since ?? pod.createdAt ?? 0

/** A node that is drained, shut down or short of something throws out all at once: only those count that came after the one before was gone. */
const countInARow = (lost: Lost[]): number => {
  let count = 0
  let until = 0
  for (const one of lost) {
    if ((one.pod.createdAt ?? 0) < until - 1000) continue
    count += 1
    until = thrownOutAt(one)
  }
  return count
}

const hintFor = (message: string): string =>
  byItself.test(message)
    ? 'raise the limit that the message names (sizeLimit or ephemeral-storage in the chart) or write less, then: k8sdeploy up'
    : 'kubectl describe nodes: look for disk or memory pressure'

/** A ReplicaSet replaces an evicted pod by itself; only their number says that it will not help. */
export const evicted: ComponentRule = (subject) => {
  const lost = findLost(subject)
  const last = lost.at(-1)
  if (!last) return undefined
  const { role } = subject.scope.component
  const told = lost.filter((one) => one.message)
  const { reason = last.pod.phase, message = 'its node does not say why' } = told.at(-1) ?? {}
  const isByItself = told.length > 0 && told.every((one) => byItself.test(one.message ?? ''))
  return componentFinding(
    subject,
    { kind: 'Pod', name: last.pod.name },
    {
      class: 'evicted',
      field: last.pod.reason ? 'status.reason' : 'events[reason=Evicted]',
      message: `${role} was thrown out by its node ${lost.length}× (${reason}): ${message}`,
      hint: hintFor(message),
      firstSeen: Math.min(...lost.map(({ pod }) => pod.createdAt ?? subject.now)),
      count: lost.length,
      confirmedBy: `phase ${last.pod.phase} of ${lost.map(({ pod }) => pod.name).join(', ')}`,
      whyNotTransient: `the pod that replaced it met the same end, ${lost.length} in a row`,
      isDefinitive: countInARow(lost) >= (isByItself ? neededByItself : needed),
    },
  )
}
