import type { Delivery } from '../../ports.ts'
import { nodesByNeed } from './nodes.ts'
import { localReference, type Provider } from './provider.ts'
import { deliverBy, engineName, lists } from './transfer.ts'

/** k3d's nodes are containers too; its own command brings images to all of them. */
export const k3d: Provider = {
  name: 'k3d',
  onThisMachine: true,
  recognise: ({ context }) => context.startsWith('k3d-'),
  async delivery({ context, cluster, config, images, env }): Promise<Delivery> {
    const name = context.name.replace(/^k3d-/, '')
    return {
      provider: 'k3d',
      how: `imported by k3d into the nodes of "${name}"`,
      reference: localReference(config),
      pullPolicy: 'IfNotPresent',
      needsEngine: true,
      async isPresent(ref, signal) {
        const engine = await engineName(images, signal)
        const nodes = (await nodesByNeed(cluster, signal)).filter(({ isNeeded }) => isNeeded)
        const found = await Promise.all(
          nodes.map(({ name: node }) =>
            lists([engine, 'exec', node, 'ctr', '-n', 'k8s.io', 'images', 'ls', '-q'], ref, env, signal),
          ),
        )
        return found.every((isThere) => isThere)
      },
      deliver: ({ ref }, onLine, signal) =>
        deliverBy(['k3d', 'image', 'import', '--cluster', name, ref], ref, env, onLine, signal),
    }
  },
}
