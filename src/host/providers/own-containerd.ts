import type { Delivery } from '../../ports.ts'
import { type ContextFacts, type DeliveryNeeds, localReference, type Provider } from './provider.ts'
import { lists, requireArrival, streamImage } from './transfer.ts'
import { type Store, unreachedBy } from './unreached.ts'

/** A cluster that runs on this very machine and brings its own containerd, with a `ctr` for it. */
export const ownContainerd = (
  name: string,
  store: Store,
  recognise: (facts: ContextFacts) => boolean,
): Provider => ({
  name,
  onThisMachine: true,
  recognise,
  delivery: (needs) => ownDelivery(name, store, needs),
})

async function ownDelivery(name: string, store: Store, needs: DeliveryNeeds): Promise<Delivery> {
  const { config, images, env } = needs
  const isThere = (ref: string, signal?: AbortSignal) =>
    lists(store('images', 'ls', '--quiet', `name==${ref}`), ref, env, signal)
  return {
    provider: name,
    how: `streamed into the containerd of ${name}`,
    reference: localReference(config),
    pullPolicy: 'IfNotPresent',
    needsEngine: true,
    isPresent: isThere,
    unreached: (nodes, signal) => unreachedBy([store], nodes, needs, signal),
    async deliver({ ref }, onLine, signal) {
      onLine(`streaming ${ref} into ${name}`)
      await streamImage(images, env, ref, store('images', 'import', '-'), signal)
      await requireArrival(ref, `the containerd of ${name}`, isThere(ref, signal))
    },
  }
}
