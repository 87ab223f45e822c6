import type { PodState } from '../rollout/state.ts'

export type PodGroup = { pods: PodState[]; isNew: boolean; phase: PodState['phase']; waitingFor: string }

const mostPods = 6
const mostGroups = 8

/** A few pods stand for themselves; many become a group for each phase and reason, and for each phase alone when the reasons are many too. */
export function groupPods(pods: PodState[]): PodGroup[] {
  if (pods.length <= mostPods) return pods.map((pod) => groupOf([pod], pod.waitingFor))
  return groupMany(pods).sort((a, b) => placeOf(a) - placeOf(b))
}

const order = ['Failed', 'Pending', 'Pulling', 'Starting', 'Running', 'Ready', 'Terminating', 'Gone']

/** A group keeps its place on the screen while its pods move on. */
const placeOf = ({ isNew, phase }: PodGroup): number => order.indexOf(phase) + (isNew ? 0 : order.length)

function groupMany(pods: PodState[]): PodGroup[] {
  const byReason = groupBy(pods, ({ isNew, phase, waitingFor }) => `${isNew} ${phase} ${alike(waitingFor)}`)
  if (byReason.length <= mostGroups) return byReason
  return groupBy(pods, ({ isNew, phase }) => `${isNew} ${phase}`)
}

/** The same sentence about other numbers: restarts, ports of a peer, pods of a node. */
const alike = (text: string): string => text.replace(/\d+/g, '#')

function groupBy(pods: PodState[], keyOf: (pod: PodState) => string): PodGroup[] {
  const groups = new Map<string, PodState[]>()
  for (const pod of pods) {
    const key = keyOf(pod)
    const group = groups.get(key)
    if (group) group.push(pod)
    else groups.set(key, [pod])
  }
  return [...groups.values()].map((group) => groupOf(group, mostCommon(group)))
}

function groupOf(pods: PodState[], waitingFor: string): PodGroup {
  const { isNew, phase } = pods[0]!
  return { pods, isNew, phase, waitingFor }
}

function mostCommon(pods: PodState[]): string {
  const counts = new Map<string, number>()
  for (const { waitingFor } of pods) counts.set(waitingFor, (counts.get(waitingFor) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]![0]
}

/** Who has been in this phase for longest. */
export const slowestOf = ({ pods }: PodGroup): PodState =>
  pods.reduce((slowest, pod) => (pod.since < slowest.since ? pod : slowest))
