import { isDeployError } from '../../errors.ts'
import type { Delivery } from '../../ports.ts'
import { nodesByNeed } from './nodes.ts'
import { type DeliveryNeeds, localReference } from './provider.ts'
import { type Command, engineName, lists, requireArrival, streamImage } from './transfer.ts'

/**
 * Nodes that are containers of this machine, each with a containerd of its own. The image is streamed into each, because
 * the loaders of kind and k3d fail on engines with the containerd image store.
 */
export async function intoNodeContainers(provider: string, needs: DeliveryNeeds): Promise<Delivery> {
  const { cluster, config, images, env } = needs
  const inNode = async (node: string, ...args: string[]): Promise<Command> => [
    env.KIND_EXPERIMENTAL_PROVIDER || (await engineName(images)),
    'exec',
    '--interactive',
    node,
    'ctr',
    '--namespace',
    'k8s.io',
    'images',
    ...args,
  ]
  const isIn = async (node: string, ref: string, signal?: AbortSignal) =>
    lists(await inNode(node, 'ls', '--quiet', `name==${ref}`), ref, env, signal)
  const stream = async (node: string, ref: string, signal?: AbortSignal) => {
    await streamImage(images, env, ref, await inNode(node, 'import', '--digests', '-'), signal)
    await requireArrival(ref, `node ${node}`, isIn(node, ref, signal))
  }
  return {
    provider,
    how: `streamed into every node, because ${provider}’s nodes are containers of this machine`,
    reference: localReference(config),
    pullPolicy: 'IfNotPresent',
    needsEngine: true,
    async isPresent(ref, signal) {
      const nodes = await nodesByNeed(cluster, signal)
      const needed = nodes.filter(({ isNeeded }) => isNeeded)
      const found = await Promise.all(needed.map(({ name }) => isIn(name, ref, signal)))
      return found.every((isThere) => isThere)
    },
    async deliver({ ref }, onLine, signal) {
      const nodes = await nodesByNeed(cluster, signal)
      await Promise.all(
        nodes.map(async ({ name, isNeeded }) => {
          onLine(`streaming ${ref} into ${name}`)
          await stream(name, ref, signal).catch((error: unknown) => {
            if (isNeeded || !isDeployError(error)) throw error
            onLine(`${name} takes no pods now, and did not take the image either`)
          })
        }),
      )
    },
  }
}
