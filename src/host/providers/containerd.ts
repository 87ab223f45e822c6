import type { Delivery } from '../../ports.ts'
import { type DeliveryNeeds, localReference } from './provider.ts'
import { lists, requireArrival, streamImage } from './transfer.ts'
import { type Store, unreachedBy } from './unreached.ts'

const usual = '/run/containerd/containerd.sock'

const storeAt =
  (socket: string): Store =>
  (...args) => ['ctr', '--address', socket, '--namespace', 'k8s.io', ...args]

/** Straight into the containerd of each node that has its socket on this machine. */
export async function containerdDelivery(needs: DeliveryNeeds): Promise<Delivery> {
  const { config, images, env } = needs
  const sockets = [config.socket ?? usual].flat()
  const isIn = (socket: string, ref: string, signal?: AbortSignal) =>
    lists(storeAt(socket)('images', 'ls', '--quiet', `name==${ref}`), ref, env, signal)
  return {
    provider: 'containerd',
    how: `streamed into the containerd at ${sockets.join(', ')}, because the configuration names it`,
    reference: localReference(config),
    pullPolicy: 'IfNotPresent',
    needsEngine: true,
    async isPresent(ref, signal) {
      const found = await Promise.all(sockets.map((socket) => isIn(socket, ref, signal)))
      return found.every((isThere) => isThere)
    },
    unreached: (nodes, signal) => unreachedBy(sockets.map(storeAt), nodes, needs, signal),
    async deliver({ ref }, onLine, signal) {
      for (const socket of sockets) {
        onLine(`streaming ${ref} into ${socket}`)
        await streamImage(images, env, ref, storeAt(socket)('images', 'import', '-'), signal)
        await requireArrival(ref, `the containerd at ${socket}`, isIn(socket, ref, signal))
      }
    },
  }
}
