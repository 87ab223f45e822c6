import type { Delivery } from '../../ports.ts'
import { type DeliveryNeeds, localReference } from './provider.ts'

/** `images.delivery: none`: somebody else brings the images. */
export async function readyMadeDelivery({ config }: DeliveryNeeds): Promise<Delivery> {
  return {
    provider: 'none',
    how: 'not delivered, because the configuration says so',
    reference: (component, tag) =>
      config.registry
        ? `${config.registry}/${config.name}-${component}:${tag}`
        : localReference(config)(component, tag),
    pullPolicy: 'IfNotPresent',
    needsEngine: false,
    isPresent: async () => true,
    deliver: async () => undefined,
  }
}
