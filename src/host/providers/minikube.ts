import type { Delivery } from '../../ports.ts'
import { localReference, type Provider } from './provider.ts'
import { deliverBy, lists } from './transfer.ts'

/** `minikube image load` does nothing for a tag in use; a tag by content is never reused, so this cannot bite here. */
export const minikube: Provider = {
  name: 'minikube',
  onThisMachine: true,
  recognise: ({ context, clusterName, certificateAuthority }) =>
    context === 'minikube' ||
    clusterName === 'minikube' ||
    (certificateAuthority?.includes('/.minikube/') ?? false),
  async delivery({ context, config, env }): Promise<Delivery> {
    const profile = context.name
    return {
      provider: 'minikube',
      how: `loaded by minikube into the profile "${profile}"`,
      reference: localReference(config),
      pullPolicy: 'IfNotPresent',
      needsEngine: true,
      isPresent: (ref, signal) => lists(['minikube', '--profile', profile, 'image', 'ls'], ref, env, signal),
      deliver: ({ ref }, onLine, signal) =>
        deliverBy(['minikube', '--profile', profile, 'image', 'load', ref], ref, env, onLine, signal),
    }
  },
}
