import type { Memory } from '../memory.ts'
import type { PodFacts } from '../read-pod.ts'
import { activePods, isLiving, type Scope } from '../scope.ts'
import { type Fit, fitNode, type Hindrance, type Neighbour, type Stayer } from './fit-node.ts'
import type { NodeRoom } from './node-room.ts'

/** An older look says nothing about now. */
const freshMs = 25_000

const labelsOf = (rooms: NodeRoom[], node: string): Record<string, string> =>
  rooms.find((room) => room.name === node)?.labels ?? {}

/** Pods of the component that stay where they are until the new one is Ready: that is how a rolling update goes. */
const stayersOf = (memory: Memory, scope: Scope, rooms: NodeRoom[]): Stayer[] =>
  [...scope.oldPods, ...scope.newPods]
    .filter((pod) => pod.ready && isLiving(memory, pod))
    .map(({ uid, name, node, labels, placement }) => ({
      name,
      isNew: scope.newPods.some((one) => one.uid === uid),
      node,
      labels,
      nodeLabels: labelsOf(rooms, node),
      ...placement,
    }))

/** Pods of the namespace, of whatever release; undefined when they may not be seen. */
const neighboursOf = (memory: Memory, rooms: NodeRoom[]): Neighbour[] | undefined =>
  rooms.some(({ tenants }) => tenants === undefined)
    ? undefined
    : [
        ...rooms.flatMap((room) => room.tenants!.map((labels) => ({ labels, nodeLabels: room.labels }))),
        ...[...memory.pods.values()].filter((pod) => pod.node === '' && isLiving(memory, pod)),
      ]

/** Something of the component moves: a pod leaves, or will when one that is starting has become Ready. */
const isMoving = (memory: Memory, scope: Scope): boolean =>
  activePods(memory, scope).some((pod) => pod.scheduled && !pod.ready) ||
  [...scope.oldPods, ...scope.newPods].some((pod) => isLiving(memory, pod) && pod.deletionAt !== undefined)

const stillOpen = (fit: Fit): Fit => ({
  ...fit,
  against: fit.against.map((one) => (one.lasts === 'deadlock' ? { ...one, lasts: 'passing' } : one)),
})

/** Node by node, what keeps the pod away; undefined when nobody has looked at the nodes lately. */
export const findRoom = (memory: Memory, scope: Scope, pod: PodFacts, now: number): Fit[] | undefined => {
  if (!memory.nodes || now - memory.nodes.at > freshMs) return undefined
  const { rooms } = memory.nodes
  const stayers = stayersOf(memory, scope, rooms)
  const neighbours = pod.placement.besides.length > 0 ? neighboursOf(memory, rooms) : []
  const fits = rooms.map((room) => fitNode(pod.placement, room, stayers, neighbours))
  return isMoving(memory, scope) ? fits.map(stillOpen) : fits
}

/** Longer for what a node that joins would settle: one about to join can't be told from one that never will. */
const patienceMs: Record<Hindrance['lasts'], number> = {
  size: 15_000,
  deadlock: 15_000,
  kind: 45_000,
  passing: Number.POSITIVE_INFINITY,
}

const patienceWith = ({ against }: Fit): number =>
  Math.min(...against.map(({ lasts }) => patienceMs[lasts]), Number.POSITIVE_INFINITY)

/** How long the pod has to have waited before it is certain that none of these nodes ever takes it. */
export const patienceFor = (fits: Fit[]): number =>
  fits.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...fits.map(patienceWith))
