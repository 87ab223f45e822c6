import type { V1Pod } from '@kubernetes/client-node'
import { type Amounts, type NodeRoom, requestOf } from './node-room.ts'
import { viewCpu, viewMemory } from './read-amount.ts'

export type Fit = {
  node: string
  /** Why the pod does not fit, in words; empty when nothing that we know of is in the way. */
  against: string[]
  /** No pod that leaves will ever make room: the node itself is too small or the wrong one. */
  isNever: boolean
}

const tolerates = (pod: V1Pod, taint: NodeRoom['taints'][number]): boolean =>
  (pod.spec?.tolerations ?? []).some(
    (one) =>
      (one.key === undefined || one.key === taint.key) &&
      (one.effect === undefined || one.effect === taint.effect) &&
      (one.operator === 'Exists' || (one.value ?? '') === taint.value),
  )

const missingLabels = (pod: V1Pod, room: NodeRoom): string[] =>
  Object.entries(pod.spec?.nodeSelector ?? {})
    .filter(([key, value]) => room.labels[key] !== value)
    .map(([key, value]) => `the node has no label ${key}=${value}`)

const taintsOf = (pod: V1Pod, room: NodeRoom): string[] =>
  room.taints
    .filter((taint) => !tolerates(pod, taint))
    .map(({ key, value, effect }) => `taint ${key}${value && `=${value}`}:${effect}`)

const shortOf = (wanted: Amounts, room: NodeRoom, view: Record<keyof Amounts, (value: number) => string>) =>
  (['cpu', 'memory'] as const).flatMap((kind) => {
    const has = room.allocatable[kind]
    const taken = room.requested?.[kind] ?? 0
    if (wanted[kind] <= has - taken) return []
    const show = view[kind]
    const of = `${show(has)} that it can give`
    const rest = room.requested
      ? `${show(taken)} of the ${of} ${taken === 0 ? 'is' : 'are'} taken`
      : `of ${of}`
    return [{ text: `${kind}: asked for ${show(wanted[kind])}, ${rest}`, isNever: wanted[kind] > has }]
  })

const fitNode = (pod: V1Pod, room: NodeRoom): Fit => {
  const short = shortOf(requestOf(pod), room, { cpu: viewCpu, memory: viewMemory })
  const labels = missingLabels(pod, room)
  const away = room.isReady ? [] : ['the node is not Ready']
  return {
    node: room.name,
    against: [...away, ...labels, ...taintsOf(pod, room), ...short.map((one) => one.text)],
    isNever: labels.length > 0 || short.some((one) => one.isNever),
  }
}

/** Node by node, what keeps the pod away. */
export const fitNodes = (pod: V1Pod, rooms: NodeRoom[]): Fit[] => rooms.map((room) => fitNode(pod, room))

export const viewFit = ({ node, against }: Fit): string =>
  `node ${node}: ${against.join('; ') || 'has room by the numbers'}`
