import type { Delivery } from '../../ports.ts'
import { nodeNames } from './nodes.ts'
import { localReference, type Provider } from './provider.ts'
import { type Command, engineName, lists, streamImage } from './transfer.ts'

/**
 * kind's nodes are containers of the same name, each with a containerd of its own. The image is streamed into each, because
 * `kind load` fails on engines with the containerd image store.
 */
export const kind: Provider = {
  name: 'kind',
  onThisMachine: true,
  recognise: ({ context, clusterName }) => context.startsWith('kind-') || clusterName.startsWith('kind-'),
  async delivery({ cluster, config, images, env }): Promise<Delivery> {
    const inNode = async (node: string, ...args: string[]): Promise<Command> => [
      await engineName(images),
      'exec',
      '--interactive',
      node,
      'ctr',
      '--namespace',
      'k8s.io',
      'images',
      ...args,
    ]
    return {
      provider: 'kind',
      how: 'streamed into every node, because kind’s nodes are containers of this machine',
      reference: localReference(config),
      pullPolicy: 'IfNotPresent',
      needsEngine: true,
      async isPresent(ref, signal) {
        const nodes = await nodeNames(cluster, signal)
        const found = await Promise.all(
          nodes.map(async (node) =>
            lists(await inNode(node, 'ls', '--quiet', `name==${ref}`), ref, env, signal),
          ),
        )
        return found.every((isThere) => isThere)
      },
      async deliver({ ref }, onLine, signal) {
        const nodes = await nodeNames(cluster, signal)
        await Promise.all(
          nodes.map(async (node) => {
            onLine(`streaming ${ref} into ${node}`)
            await streamImage(images, env, ref, await inNode(node, 'import', '--digests', '-'), signal)
          }),
        )
      },
    }
  },
}
