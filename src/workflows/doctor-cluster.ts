import type { DoctorFlags } from '../commands/doctor.ts'
import type { Config } from '../config/config.ts'
import { DeployError } from '../errors.ts'
import type { Cluster, Delivery, World } from '../ports.ts'
import { checkNamespace } from './check-cluster.ts'
import { chooseCluster } from './choose-cluster.ts'
import { type Checked, check, unlooked } from './doctor-check.ts'
import { fetchRooms } from './fetch-rooms.ts'
import { findMissingRights } from './missing-rights.ts'

export const checkContext = (flags: DoctorFlags, config: Config, world: World): Promise<Checked<Cluster>> =>
  check(
    'context',
    'CLUSTER_UNREACHABLE',
    async () => {
      const cluster = await chooseCluster(flags, config, world, 'look')
      const { name, server, isLocal, provider } = cluster.context
      const isListed = config.contexts.includes(name) || flags.allowContext === name
      const kind = provider === 'unknown' ? '' : ` · ${provider}`
      const hint = `up asks before it deploys there; list it under \`contexts:\`, or give --context ${name} --allow-context ${name}`
      return {
        value: cluster,
        detail: `${name} at ${server}${kind} · ${isLocal ? 'on this machine' : 'not on this machine'}`,
        ...(isLocal || isListed ? {} : { hint }),
      }
    },
    world,
  )

export const checkVersion = (cluster: Cluster, world: World) =>
  check(
    'cluster',
    'CLUSTER_UNREACHABLE',
    async (signal) => {
      const { gitVersion } = await cluster.version(signal)
      return { value: gitVersion, detail: `Kubernetes ${gitVersion.replace(/^v/, '')} answers` }
    },
    world,
  )

/** `value` is true when the namespace has yet to be made. */
export const checkPlace = (cluster: Cluster, namespace: string, world: World) =>
  check(
    'namespace',
    'CLUSTER_UNREACHABLE',
    async (signal) => {
      const isNew = await checkNamespace(cluster, namespace, signal)
      return { value: isNew, detail: isNew ? `${namespace} will be made` : `${namespace} exists` }
    },
    world,
  )

export const checkRights = (cluster: Cluster, namespace: string, makesNamespace: boolean, world: World) =>
  check(
    'rights',
    'FORBIDDEN',
    async (signal) => {
      const { missing, asked } = await findMissingRights(cluster, namespace, makesNamespace, signal)
      if (missing.length > 0) throw notAllowed(missing, namespace, cluster)
      return { value: asked, detail: `all ${asked} that a deploy needs in ${namespace}` }
    },
    world,
  )

const notAllowed = (missing: string[], namespace: string, { context }: Cluster) => {
  const [verb, resource] = missing[0]!.split(' ')
  return new DeployError('FORBIDDEN', `this user may not ${missing.join(', ')} in ${namespace}`, {
    hint: 'ask the cluster’s administrator for the role "admin" in that namespace, or choose another context',
    next: [`kubectl auth can-i ${verb} ${resource} -n ${namespace} --context ${context.name}`],
  })
}

/** How images would travel, and whether they would arrive at every node. */
export async function checkDelivery(
  cluster: Cluster,
  config: Config,
  world: World,
): Promise<Checked<Delivery>> {
  const { context } = cluster
  if (config.frontend.image && config.backend.image)
    return unlooked('delivery', 'not needed: both images are ready-made')
  return check(
    'delivery',
    'DELIVERY_FAILED',
    async (signal) => {
      const delivery = await world.delivery({
        context,
        cluster,
        config: { name: config.name, ...config.images },
      })
      const rooms = delivery.unreached ? await fetchRooms(cluster, undefined, signal) : []
      const unreached =
        (await delivery.unreached?.(
          rooms.map(({ name }) => name),
          signal,
        )) ?? []
      if (unreached.length > 0) throw notReached(unreached, rooms.length, delivery)
      return { value: delivery, detail: delivery.how }
    },
    world,
  )
}

const notReached = (nodes: string[], count: number, { provider }: Delivery) =>
  new DeployError(
    'DELIVERY_FAILED',
    `${provider} brings images to ${count - nodes.length} of ${count} nodes, not to ${nodes.join(', ')}`,
    {
      hint: 'use a registry that all nodes pull from (images.registry), or list the socket of every node (images.socket)',
    },
  )
