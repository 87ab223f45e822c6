import type { V1Pod } from '@kubernetes/client-node'
import { type Manifest, readManifests } from '../chart/read-manifests.ts'
import { DeployError } from '../errors.ts'
import type { Cluster, Delivery } from '../ports.ts'
import { fitNode } from '../rollout/nodes/fit-node.ts'
import type { NodeRoom } from '../rollout/nodes/node-room.ts'
import { readPlacement } from '../rollout/nodes/read-placement.ts'
import { nodesSeen, platformOf } from './node-platform.ts'
import type { Prepared } from './prepare-release.ts'

/** Refuses a release whose pods may land where its images do not arrive; nothing has been touched yet. */
export async function checkReach(
  rendered: string,
  { delivery, images }: Pick<Prepared, 'delivery' | 'images'>,
  cluster: Cluster,
  signal: AbortSignal,
): Promise<void> {
  const built = images.flatMap(({ build }) => build ?? [])
  if (built.length === 0 || delivery.needsEngine === false) return
  const rooms = await nodesSeen(cluster, signal)
  const manifests = readManifests(rendered)
  const open = rooms.filter((room) => manifests.some((manifest) => mayLand(manifest, room)))
  checkPlatform(built[0]?.platform, open)
  if (rooms.length < 2 || open.length === 0 || !delivery.unreached) return
  const unreached = await delivery.unreached(
    open.map(({ name }) => name),
    signal,
  )
  if (unreached.length > 0) throw notReached(unreached, open.length, delivery)
}

/** The scheduler could choose this node: it is of the right kind, and takes pods now. */
const mayLand = ({ kind, spec }: Manifest, room: NodeRoom): boolean => {
  const template = spec?.['template'] as V1Pod | undefined
  if (kind !== 'Deployment' || !template) return false
  return fitNode({ ...readPlacement(template), request: {} }, room).against.length === 0
}

/** An image of another platform starts on no node, and says so only in the log of a crashing container. */
function checkPlatform(platform: string | undefined, open: NodeRoom[]): void {
  const others = open.filter((room) => platform && (platformOf(room) ?? platform) !== platform)
  if (!platform || others.length === 0) return
  const names = others.map((room) => `${room.name} (${platformOf(room)})`).join(', ')
  const isAll = others.length === open.length
  throw new DeployError(
    'DELIVERY_FAILED',
    `the images are built for ${platform}, and pods may land on ${names}`,
    {
      hint: isAll
        ? `set images.platform in k8sdeploy.yaml to ${platformOf(others[0]!)}, or take it out: the nodes’ own is the default`
        : `let nodeSelector in the chart’s values choose the nodes, e.g. kubernetes.io/arch: ${platform.split('/')[1]}, or set images.platform to that of the others`,
      choices: ['images.platform', 'nodeSelector in the chart’s values'],
      state: 'nothing was changed',
    },
  )
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
