import type { V1Pod } from '@kubernetes/client-node'
import { type Manifest, readManifests } from '../chart/read-manifests.ts'
import { DeployError, isDeployError } from '../errors.ts'
import type { Cluster, Delivery } from '../ports.ts'
import { fitNode } from '../rollout/nodes/fit-node.ts'
import type { NodeRoom } from '../rollout/nodes/node-room.ts'
import { readPlacement } from '../rollout/nodes/read-placement.ts'
import { fetchRooms } from './fetch-rooms.ts'
import type { Prepared } from './prepare-release.ts'

/** Refuses a release whose pods may land where its images do not arrive; nothing has been touched yet. */
export async function checkReach(
  rendered: string,
  { delivery, images }: Pick<Prepared, 'delivery' | 'images'>,
  cluster: Cluster,
  signal: AbortSignal,
): Promise<void> {
  if (!delivery.unreached || !images.some(({ build }) => build)) return
  const rooms = await nodesSeen(cluster, signal)
  const manifests = readManifests(rendered)
  const open = rooms.filter((room) => manifests.some((manifest) => mayLand(manifest, room)))
  if (rooms.length < 2 || open.length === 0) return
  const unreached = await delivery.unreached(
    open.map(({ name }) => name),
    signal,
  )
  if (unreached.length > 0) throw notReached(unreached, open.length, delivery)
}

async function nodesSeen(cluster: Cluster, signal: AbortSignal): Promise<NodeRoom[]> {
  try {
    return await fetchRooms(cluster, false, signal)
  } catch (error) {
    if (!isDeployError(error) || error.code !== 'FORBIDDEN') throw error
    return []
  }
}

/** The scheduler could choose this node: it is of the right kind, and takes pods now. */
const mayLand = ({ kind, spec }: Manifest, room: NodeRoom): boolean => {
  const template = spec?.['template'] as V1Pod | undefined
  if (kind !== 'Deployment' || !template) return false
  return fitNode({ ...readPlacement(template), request: {} }, room).against.length === 0
}

const notReached = (nodes: string[], count: number, { provider }: Delivery): DeployError => {
  const names = nodes.join(', ')
  return new DeployError(
    'DELIVERY_FAILED',
    `pods may land on ${names}, where the images do not arrive: ${provider} brings them to ${count - nodes.length} of ${count} nodes`,
    {
      evidence: nodes.map(
        (node) => `node ${node} has an image store of its own, and the configuration names no way to it`,
      ),
      hint: 'use a registry that all nodes pull from (images.registry), list the socket of every node (images.socket), or let nodeSelector choose the nodes',
      choices: [
        'images.registry',
        'images.socket: [one for each node]',
        'nodeSelector in the chart’s values',
      ],
      state: 'nothing was changed',
    },
  )
}
