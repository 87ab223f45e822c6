import { findLostNode, type LostNode } from '../nodes/find-lost-node.ts'
import { isOverdue } from '../nodes/is-node-suspect.ts'
import type { PodFacts } from '../read-pod.ts'
import { activePods, isLiving } from '../scope.ts'
import { type ComponentCase, type ComponentRule, componentFinding } from './cases.ts'

const shown = 3

type Stranded = { pod: PodFacts; node: LostNode }

const stranded = (subject: ComponentCase): Stranded[] => {
  const { memory, scope, now } = subject
  const leaving = [...scope.newPods, ...scope.oldPods].filter(
    (pod) => isLiving(memory, pod) && isOverdue(pod, now),
  )
  const waiting = activePods(memory, scope).filter((pod) => !pod.ready)
  return [...waiting, ...leaving].flatMap((pod) => {
    const node = findLostNode(memory, pod)
    return node ? [{ pod, node }] : []
  })
}

const viewPod = ({ pod }: Stranded): string =>
  pod.deletionAt === undefined ? `${pod.name} waits for it` : `${pod.name} cannot end without it`

/** The app is not to blame: its node fell silent, so what its pods show is old, and what is asked of them does not happen. */
export const nodeLost: ComponentRule = (subject) => {
  const found = stranded(subject)
  const first = found[0]
  if (!first) return undefined
  const { name, since, says } = first.node
  const here = found.filter(({ node }) => node.name === name)
  const pods = here.slice(0, shown).map(viewPod).join(', ')
  const seconds = since === undefined ? undefined : Math.round((subject.now - since) / 1000)
  return componentFinding(
    subject,
    { kind: 'Node', name },
    {
      class: 'node-lost',
      field: 'status.conditions[type=Ready]',
      message: `${subject.scope.component.role}: node ${name} is not Ready${seconds === undefined ? '' : ` for ${seconds} s`} (${says}); ${pods}${here.length > shown ? ` and ${here.length - shown} more` : ''}`,
      hint: `bring ${name} back (kubectl describe node ${name}), or take it out: kubectl delete node ${name}; its pods are then made elsewhere`,
      firstSeen: since ?? subject.now,
      count: here.length,
      confirmedBy: `asked the API server for the node: ${says}`,
      whyNotTransient:
        'a node may come back at any moment: this alone never fails a rollout before its deadline',
      isDefinitive: false,
    },
  )
}
