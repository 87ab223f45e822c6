import { isMeant, isPassing, unmetWishes, untolerated, viewMeant } from './matches-node.ts'
import type { NodeRoom } from './node-room.ts'
import { type Amounts, sumAmounts, viewAmount } from './read-amount.ts'
import type { HostPort, Placement } from './read-placement.ts'

/**
 * How long what is in the way stays there. `size`: the node is too small, however empty. `kind`: it is the wrong node, and only
 * another one would help. `deadlock`: what is in the way leaves only once this pod runs,
 * or never. `passing`: it may be gone any moment.
 */
export type Hindrance = { text: string; lasts: 'size' | 'kind' | 'deadlock' | 'passing' }

export type Fit = { node: string; against: Hindrance[] }

/** A pod of the same component that is Ready: a new one stays, an old one until its successor is Ready too. */
export type Stayer = {
  name: string
  isNew: boolean
  node: string
  labels: Record<string, string>
  /** Of its node. */
  nodeLabels: Record<string, string>
  request: Amounts
  hostPorts: HostPort[]
}

/** What `away` says in better words. */
const sayOtherwise = new Set([
  'node.kubernetes.io/unschedulable',
  'node.kubernetes.io/not-ready',
  'node.kubernetes.io/unreachable',
])

const wrongNode = (placement: Placement, room: NodeRoom): Hindrance[] => [
  ...unmetWishes(placement, room).map((text) => ({ text, lasts: 'kind' as const })),
  ...untolerated(placement, room)
    .filter(({ key }) => !sayOtherwise.has(key))
    .map((taint) => ({
      text: `taint ${taint.key}${taint.value && `=${taint.value}`}:${taint.effect}`,
      lasts: isPassing(taint) ? ('passing' as const) : ('kind' as const),
    })),
]

const away = ({ isReady, isCordoned, name }: NodeRoom): Hindrance[] => [
  ...(isReady ? [] : [{ text: 'the node is not Ready', lasts: 'passing' as const }]),
  ...(isCordoned ? [{ text: `it is cordoned (kubectl uncordon ${name})`, lasts: 'passing' as const }] : []),
]

const forHowLong = (stayers: Stayer[]): string =>
  stayers.every(({ isNew }) => isNew) ? '' : ' until this pod is Ready'

/** A node that does not tell of these has not told yet; one that does not tell of a device has none. */
const everyNodeHas = new Set(['cpu', 'memory', 'pods', 'ephemeral-storage'])

const shortOf = (name: string, wanted: number, room: NodeRoom, stayers: Stayer[]): Hindrance[] => {
  const has = room.allocatable[name] ?? (everyNodeHas.has(name) ? Number.POSITIVE_INFINITY : 0)
  const taken = room.requested?.[name] ?? 0
  if (wanted === 0 || wanted <= has - taken) return []
  const show = (value: number) => viewAmount(name, value)
  const asked = `${name}: asked for ${show(wanted)}`
  if (wanted > has) return [{ text: `${asked}, the node can give no more than ${show(has)}`, lasts: 'size' }]
  const kept = sumAmounts(stayers.map(({ request }) => request))[name] ?? 0
  const text = `${asked}, ${show(has - taken)} of ${show(has)} is free`
  if (wanted <= has - kept) return [{ text, lasts: 'passing' }]
  const by = stayers.map((one) => one.name).join(', ')
  return [{ text: `${text}, and ${by} keeps ${show(kept)} of it${forHowLong(stayers)}`, lasts: 'deadlock' }]
}

const takenPorts = (placement: Placement, room: NodeRoom, stayers: Stayer[]): Hindrance[] =>
  placement.hostPorts.flatMap(({ port, protocol }) => {
    const isSame = (one: HostPort) => one.port === port && one.protocol === protocol
    const holder = room.hostPorts.find(isSame)
    if (!holder) return []
    const stays = stayers.filter((one) => one.hostPorts.some(isSame))
    const text = `its port ${port} is held by ${holder.pod}${stays.length > 0 ? `, which stays${forHowLong(stays)}` : ''}`
    return [{ text, lasts: stays.length > 0 ? ('deadlock' as const) : ('passing' as const) }]
  })

const keptApart = ({ apartFrom }: Placement, { labels }: NodeRoom, stayers: Stayer[]): Hindrance[] =>
  apartFrom.flatMap((apart) => {
    const place = labels[apart.topologyKey]
    const near = stayers.find(
      (one) =>
        place !== undefined && one.nodeLabels[apart.topologyKey] === place && isMeant(apart, one.labels),
    )
    return near
      ? [
          {
            text: `its anti-affinity keeps it away from ${near.name}, which stays${forHowLong([near])}`,
            lasts: 'deadlock' as const,
          },
        ]
      : []
  })

/** A pod of the namespace, whoever's it is; without labels of a node while it has none. */
export type Neighbour = { labels: Record<string, string>; nodeLabels?: Record<string, string> }

const alone = ({ besides }: Placement, { labels }: NodeRoom, neighbours: Neighbour[]): Hindrance[] =>
  besides
    .filter(
      (term) =>
        !neighbours.some(
          (one) =>
            one.nodeLabels !== undefined &&
            one.nodeLabels[term.topologyKey] === labels[term.topologyKey] &&
            isMeant(term, one.labels),
        ),
    )
    .map((term) => ({
      text: `its affinity asks for a pod with ${viewMeant(term)} beside it, and there is none`,
      // one that waits for a node itself may get this one
      lasts: neighbours.some((one) => !one.nodeLabels && isMeant(term, one.labels)) ? 'passing' : 'kind',
    }))

/** What keeps the pod away from this node; nothing when there is room by all that we know. */
export const fitNode = (
  placement: Placement,
  room: NodeRoom,
  stayers: Stayer[] = [],
  neighbours?: Neighbour[],
): Fit => {
  const here = stayers.filter(({ node }) => node === room.name)
  return {
    node: room.name,
    against: [
      ...away(room),
      ...wrongNode(placement, room),
      ...Object.entries(placement.request).flatMap(([name, wanted]) => shortOf(name, wanted, room, here)),
      ...takenPorts(placement, room, here),
      ...keptApart(placement, room, stayers),
      ...(neighbours ? alone(placement, room, neighbours) : []),
    ],
  }
}

export const viewFit = ({ node, against }: Fit): string =>
  `node ${node}: ${against.map(({ text }) => text).join('; ') || 'has room by the numbers'}`
