import type { Delivery } from '../../ports.ts'
import { fetchNodes, nodesByNeed } from './nodes.ts'
import { type DeliveryNeeds, localReference, type Provider } from './provider.ts'
import {
  type Command,
  deliverBy,
  engineName,
  lists,
  notDelivered,
  streamImage,
  succeeds,
} from './transfer.ts'

/** `minikube image load` does nothing for a tag in use; a tag by content is never reused, so this cannot bite here. */
export const minikube: Provider = {
  name: 'minikube',
  onThisMachine: true,
  recognise: ({ context, clusterName, certificateAuthority }) =>
    context === 'minikube' ||
    clusterName === 'minikube' ||
    (certificateAuthority?.includes('/.minikube/') ?? false),
  delivery: minikubeDelivery,
}

async function minikubeDelivery(needs: DeliveryNeeds): Promise<Delivery> {
  const { config, images, env } = needs
  const profile = await findProfile(needs)
  const minikube = (...args: string[]): Command => ['minikube', '--profile', profile, ...args]
  return {
    provider: 'minikube',
    how: `loaded by minikube into the profile "${profile}"`,
    reference: localReference(config),
    pullPolicy: 'IfNotPresent',
    needsEngine: true,
    isPresent: async (ref, signal) => (await findMissing(ref, minikube, needs, signal)).length === 0,
    async deliver({ ref }, onLine, signal) {
      // its own way to an image is by docker only
      if ((await engineName(images, signal)) === 'docker')
        await deliverBy(minikube('image', 'load', ref), ref, env, onLine, signal)
      else await streamImage(images, env, ref, minikube('image', 'load', '-'), signal)
      const missing = await findMissing(ref, minikube, needs, signal)
      if (missing.length > 0) throw notThere(ref, missing, minikube('image', 'load', '--overwrite', ref))
    },
  }
}

/** The nodes carry it as a label; a context may have been given another name. */
async function findProfile({ cluster, context }: DeliveryNeeds): Promise<string> {
  const [node] = await fetchNodes(cluster)
  return node?.metadata?.labels?.['minikube.k8s.io/name'] ?? context.name
}

/** What minikube lists is what any of its nodes has, so several nodes are asked one by one. */
async function findMissing(
  ref: string,
  minikube: (...args: string[]) => Command,
  { cluster, env }: DeliveryNeeds,
  signal?: AbortSignal,
): Promise<string[]> {
  const nodes = (await nodesByNeed(cluster, signal)).filter(({ isNeeded }) => isNeeded)
  const found = await Promise.all(
    nodes.map(({ name }) =>
      nodes.length === 1
        ? lists(minikube('image', 'ls'), ref, env, signal)
        : succeeds(minikube('ssh', '--node', name, '--', 'sudo', 'crictl', 'inspecti', ref), env, signal),
    ),
  )
  return nodes.flatMap(({ name }, index) => (found[index] ? [] : [name]))
}

const notThere = (ref: string, nodes: string[], command: Command) =>
  notDelivered(
    ref,
    command.join(' '),
    `minikube took it without a complaint, and ${nodes.join(', ')} does not have it`,
  )
