import { DeployError } from '../../errors.ts'
import type { Delivery } from '../../ports.ts'
import { intoNodeContainers } from './node-containers.ts'
import { runtimeOf } from './nodes.ts'
import { type ContextFacts, type DeliveryNeeds, localReference, type Provider } from './provider.ts'
import { type Command, lists, notDelivered, requireArrival, streamImage } from './transfer.ts'

/** How images get in when the nodes do not run containers with docker's engine. */
type Otherwise = 'node containers' | 'nerdctl'

/** A cluster whose node usually runs its containers with the very engine that builds: built is delivered. */
export const sharedEngine = (
  name: string,
  otherwise: Otherwise,
  recognise: (facts: ContextFacts) => boolean,
): Provider => ({
  name,
  onThisMachine: true,
  recognise,
  async delivery(needs) {
    const runtime = await runtimeOf(needs.cluster)
    if (runtime === 'docker') return sharedDelivery(name, needs)
    if (runtime !== 'containerd') throw notShared(name, runtime)
    return otherwise === 'nerdctl' ? byNerdctl(name, needs) : intoNodeContainers(name, needs)
  },
})

function sharedDelivery(name: string, { config, images }: DeliveryNeeds): Delivery {
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

/** The virtual machine's containerd keeps the images of Kubernetes apart from those that nerdctl builds. */
function byNerdctl(name: string, { config, images, env }: DeliveryNeeds): Delivery {
  const inCluster = (...args: string[]): Command => ['nerdctl', '--namespace', 'k8s.io', ...args]
  const isThere = (ref: string, signal?: AbortSignal) =>
    lists(inCluster('images', '--format', '{{.Repository}}:{{.Tag}}'), ref, env, signal)
  return {
    provider: name,
    how: `loaded by nerdctl into the containerd of ${name}, in the namespace of Kubernetes`,
    reference: localReference(config),
    pullPolicy: 'IfNotPresent',
    needsEngine: true,
    isPresent: isThere,
    async deliver({ ref }, onLine, signal) {
      onLine(`loading ${ref} into ${name}`)
      await streamImage(images, env, ref, inCluster('load'), signal)
      await requireArrival(ref, `the containerd of ${name}`, isThere(ref, signal))
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
