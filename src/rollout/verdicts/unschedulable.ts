import { findRoom, patienceFor } from '../nodes/find-room.ts'
import type { Fit } from '../nodes/fit-node.ts'
import { viewFits } from '../nodes/view-fits.ts'
import { type Condition, findCondition } from '../read-condition.ts'
import { withoutDeliberations } from '../without-deliberations.ts'
import { type PodCase, type PodRule, podFinding } from './cases.ts'
import { type ClaimTrouble, findClaimAwaited, findClaimTrouble } from './claims.ts'

/** Schedulers look at a pod within a second; after this nobody seems to. */
const unseenMs = 20_000

/** An autoscaler has said that it is making a node. */
const isNodeComing = (subject: PodCase): boolean =>
  subject.pod.placement.nominatedNode !== '' ||
  subject.events.some(({ reason }) => reason === 'TriggeredScaleUp' || reason === 'Nominated')

/** A pod of the release was on a node that is not there any more: the nodes are being exchanged. */
const isNodeGone = ({ memory }: PodCase): boolean => {
  const names = new Set(memory.nodes?.rooms.map(({ name }) => name))
  return [...memory.pods.values()].some(({ node }) => node !== '' && !names.has(node))
}

const hintFor = (fits: Fit[], message: string, role: string): string => {
  const told = [message, ...fits.flatMap(({ against }) => against.map(({ text }) => text))].join('\n')
  if (/anti-affinity/.test(told) && /until this pod is Ready/.test(told))
    return 'make the anti-affinity preferred in the chart, or free the node: kubectl scale deployment --replicas=0, then: k8sdeploy up'
  if (/until this pod is Ready/.test(told))
    return `make room for two at a time (lower ${role}.resources.requests, a larger node), or free it: kubectl scale deployment --replicas=0, then: k8sdeploy up`
  if (/anti-affinity keeps it away/.test(told))
    return `make the anti-affinity preferred in the chart, lower ${role}.replicas in k8sdeploy.yaml, or add a node, then: k8sdeploy up`
  if (/its port \d+ is held by/.test(told))
    return `take hostPort out of the chart, or lower ${role}.replicas in k8sdeploy.yaml, then: k8sdeploy up`
  if (/asked for|Insufficient/.test(told))
    return `lower ${role}.resources.requests in k8sdeploy.yaml or free room on the nodes, then: k8sdeploy up`
  if (/kubectl uncordon \S+(?=\))/.test(told))
    return `${/kubectl uncordon [^)]+/.exec(told)![0]}, then: k8sdeploy up`
  if (/PersistentVolume's node affinity|volume node affinity|volume of its claim/.test(told))
    return 'kubectl get nodes,pv: the volume of its claim is on other nodes than those that are there; bring one of them back, or take another claim, then: k8sdeploy up'
  if (/topologySpreadConstraints/.test(told))
    return 'kubectl get nodes --show-labels, and correct topologySpreadConstraints in the chart (another topologyKey, or whenUnsatisfiable: ScheduleAnyway), then: k8sdeploy up'
  if (/affinity asks for a pod/.test(told))
    return 'kubectl get pods --show-labels, and correct podAffinity in the chart (or make it preferred), then: k8sdeploy up'
  if (/has no label|affinity/.test(told))
    return 'kubectl get nodes --show-labels, and correct nodeSelector (or affinity) in the chart, then: k8sdeploy up'
  if (/taint/.test(told))
    return 'kubectl describe nodes: a taint keeps the pod away; tolerate it in the chart or use another node'
  return 'kubectl describe nodes: no node fits what the pod asks for'
}

const sizeKeeps = 'no node of this cluster can ever hold it, however empty'
const whys: { [patience: number]: string } = {
  15000: sizeKeeps,
  45000: 'no node is of the kind that it asks for, none is on its way, and only a change by hand helps',
}

const whyOf = (fits: Fit[], patience: number): string => {
  const deadlocks = fits.flatMap(({ against }) => against.filter(({ lasts }) => lasts === 'deadlock'))
  if (deadlocks.length > 0 && !deadlocks.some(({ text }) => text.includes('until this pod is Ready')))
    return 'what is in its way are pods of this release that are Ready, and stay'
  if (deadlocks.length > 0)
    return 'what is in its way leaves only once this pod is Ready, and this pod never gets that far'
  return whys[patience] ?? 'room may come free, or a node may join'
}

/** Only the scheduler knows the volumes: as many nodes as it says are the wrong ones for one. */
const withVolumes = (fits: Fit[], message: string): Fit[] => {
  const told =
    /(\d+) node\(s\) (?:didn't match PersistentVolume's node affinity|had volume node affinity conflict)/
  const count = Number(told.exec(message)?.[1] ?? 0)
  if (fits.filter(({ against }) => against.length === 0).length !== count) return fits
  return fits.map((fit) =>
    fit.against.length > 0
      ? fit
      : { ...fit, against: [{ text: 'the volume of its claim is on another node', lasts: 'kind' }] },
  )
}

const withNodes = (subject: PodCase, condition: Condition, since: number, fits: Fit[]) => {
  const { role } = subject.scope.component
  const patience = isNodeComing(subject) || isNodeGone(subject) ? Number.POSITIVE_INFINITY : patienceFor(fits)
  const { line, lines } = viewFits(fits)
  const isExplained = fits.every(({ against }) => against.length > 0)
  return podFinding(subject, {
    class: 'unschedulable',
    field: 'status.conditions[type=PodScheduled]',
    message: `${role} finds no node: ${isExplained ? line : withoutDeliberations(condition.message)}`,
    hint: hintFor(fits, condition.message, role),
    firstSeen: since,
    confirmedBy: `${withoutDeliberations(condition.message)} (compared with ${fits.length === 1 ? 'the node' : `each of ${fits.length} nodes`})`,
    whyNotTransient: whyOf(fits, patience),
    isDefinitive: subject.now - since >= patience,
    ...(Number.isFinite(patience) && { certainAt: since + patience }),
    evidence: lines,
  })
}

const withClaim = (subject: PodCase, since: number, trouble: ClaimTrouble) =>
  podFinding(subject, {
    class: 'unschedulable',
    field: 'status.conditions[type=PodScheduled]',
    message: `${subject.scope.component.role} finds no node: ${trouble.message}`,
    hint: trouble.hint,
    firstSeen: since,
    confirmedBy: trouble.confirmedBy,
    whyNotTransient: trouble.why,
    isDefinitive: trouble.patienceMs !== undefined && subject.now - since >= trouble.patienceMs,
  })

/** Without a look at the nodes the scheduler's words have to do, and nothing is certain. */
const byWords = (subject: PodCase, condition: Condition, since: number) =>
  podFinding(subject, {
    class: 'unschedulable',
    field: 'status.conditions[type=PodScheduled]',
    message: `${subject.scope.component.role} finds no node: ${withoutDeliberations(condition.message)}`,
    hint: hintFor([], condition.message, subject.scope.component.role),
    firstSeen: since,
    confirmedBy: condition.message,
    whyNotTransient: 'room may come free, or a node may join',
    isDefinitive: false,
  })

const held = (subject: PodCase, told: string, hint: string) =>
  podFinding(subject, {
    class: 'unschedulable',
    field: 'spec.schedulerName',
    message: `${subject.scope.component.role} finds no node: ${told}`,
    hint,
    whyNotTransient: 'it may be looked at any moment',
    isDefinitive: false,
  })

const neverLookedAt: PodRule = (subject) => {
  const { pod, now } = subject
  if (pod.scheduled || now - (pod.createdAt ?? now) < unseenMs) return undefined
  const awaited = findClaimAwaited(subject)
  if (awaited) return withClaim(subject, pod.createdAt ?? now, awaited)
  const { scheduler, gates } = pod.placement
  return gates.length > 0
    ? held(
        subject,
        `its scheduling gate ${gates.join(', ')} has not been lifted`,
        `kubectl get pod ${pod.name} -o yaml`,
      )
    : held(
        subject,
        `no scheduler called ${scheduler} has looked at it`,
        'is that scheduler running? kubectl get pods -A',
      )
}

export const unschedulable: PodRule = (subject) => {
  const condition = findCondition(subject.pod.conditions, 'PodScheduled')
  if (condition?.status !== 'False' || condition.reason !== 'Unschedulable') return neverLookedAt(subject)
  const since = condition.since ?? subject.pod.createdAt ?? subject.now
  const claim = findClaimTrouble(subject, condition.message)
  if (claim) return withClaim(subject, since, claim)
  const fits = findRoom(subject.memory, subject.scope, subject.pod, subject.now)
  return fits
    ? withNodes(subject, condition, since, withVolumes(fits, condition.message))
    : byWords(subject, condition, since)
}
