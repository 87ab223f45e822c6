import type { Delivery } from '../../ports.ts'
import { type DeliveryNeeds, localReference } from './provider.ts'
import { type Command, lists, streamImage } from './transfer.ts'

/** Straight into the containerd of this machine, for a kubelet that uses it. */
export async function containerdDelivery({ config, images, env }: DeliveryNeeds): Promise<Delivery> {
  const socket = config.socket ?? '/run/containerd/containerd.sock'
  const ctr = (...args: string[]): Command => [
    'ctr',
    '--address',
    socket,
    '--namespace',
    'k8s.io',
    'images',
    ...args,
  ]
  return {
    provider: 'containerd',
    how: `streamed into the containerd at ${socket}, because the configuration names it`,
    reference: localReference(config),
    pullPolicy: 'IfNotPresent',
    needsEngine: true,
    isPresent: (ref, signal) => lists(ctr('ls', '--quiet', `name==${ref}`), ref, env, signal),
    async deliver({ ref }, onLine, signal) {
      onLine(`streaming ${ref} into ${socket}`)
      await streamImage(images, env, ref, ctr('import', '-'), signal)
    },
  }
}
