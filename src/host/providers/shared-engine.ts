import { DeployError } from '../../errors.ts'
import type { Delivery } from '../../ports.ts'
import { runtimeOf } from './nodes.ts'
import { type ContextFacts, type DeliveryNeeds, localReference, type Provider } from './provider.ts'
import { notDelivered } from './transfer.ts'

/** A cluster whose node runs its containers with the very engine that builds: built is delivered. */
export const sharedEngine = (name: string, recognise: (facts: ContextFacts) => boolean): Provider => ({
  name,
  onThisMachine: true,
  recognise,
  delivery: (needs) => sharedDelivery(name, needs),
})

async function sharedDelivery(name: string, { cluster, config, images }: DeliveryNeeds): Promise<Delivery> {
  const runtime = await runtimeOf(cluster)
  if (runtime !== 'docker') throw notShared(name, runtime)
  return {
    provider: name,
    how: `nothing to carry: ${name} runs containers with the engine that builds them`,
    reference: localReference(config),
    pullPolicy: 'IfNotPresent',
    needsEngine: true,
    isPresent: (ref, signal) => images.has(ref, signal),
    async deliver({ ref }, _onLine, signal) {
      if (!(await images.has(ref, signal)))
        throw notDelivered(ref, `docker image inspect ${ref}`, 'the engine does not have it')
    },
  }
}

const notShared = (name: string, runtime: string) =>
  new DeployError(
    'DELIVERY_FAILED',
    `the nodes of ${name} run containers with ${runtime || 'an unknown runtime'}, which does not see images of the engine that builds`,
    {
      hint: 'use a registry that the cluster can pull from: images.registry in k8sdeploy.yaml',
      next: ['kubectl get nodes --output wide'],
    },
  )
