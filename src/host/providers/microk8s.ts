import type { Delivery } from '../../ports.ts'
import { type DeliveryNeeds, localReference, type Provider } from './provider.ts'
import { lists, requireArrival, streamImage } from './transfer.ts'
import { type Store, unreachedBy } from './unreached.ts'

const store: Store = (...args) => ['microk8s', 'ctr', ...args]

export const microk8s: Provider = {
  name: 'microk8s',
  onThisMachine: true,
  recognise: ({ context, clusterName }) => context === 'microk8s' || clusterName === 'microk8s-cluster',
  async delivery(needs: DeliveryNeeds): Promise<Delivery> {
    const { config, images, env } = needs
    const isThere = (ref: string, signal?: AbortSignal) =>
      lists(store('images', 'ls', '--quiet', `name==${ref}`), ref, env, signal)
    return {
      provider: 'microk8s',
      how: 'streamed into the containerd of microk8s',
      reference: localReference(config),
      pullPolicy: 'IfNotPresent',
      needsEngine: true,
      isPresent: isThere,
      unreached: (nodes, signal) => unreachedBy([store], nodes, needs, signal),
      async deliver({ ref }, onLine, signal) {
        onLine(`streaming ${ref} into microk8s`)
        await streamImage(images, env, ref, store('images', 'import', '-'), signal)
        await requireArrival(ref, 'the containerd of microk8s', isThere(ref, signal))
      },
    }
  },
}
