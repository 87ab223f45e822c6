import { DeployError } from '../../errors.ts'
import type { Delivery } from '../../ports.ts'
import { containerdDelivery } from './containerd.ts'
import { k3d } from './k3d.ts'
import { kind } from './kind.ts'
import { microk8s } from './microk8s.ts'
import { minikube } from './minikube.ts'
import type { ContextFacts, DeliveryNeeds, Provider } from './provider.ts'
import { readyMadeDelivery } from './ready-made.ts'
import { registryDelivery } from './registry.ts'
import { sandbox } from './sandbox.ts'
import { sharedEngine } from './shared-engine.ts'

/** Every kind of cluster that is known. The first that recognises the context is it. */
export const providers: readonly Provider[] = [
  sandbox,
  kind,
  k3d,
  minikube,
  sharedEngine(
    'docker-desktop',
    ({ context }) => context === 'docker-desktop' || context === 'docker-for-desktop',
  ),
  sharedEngine('orbstack', ({ context }) => context === 'orbstack'),
  sharedEngine('rancher-desktop', ({ context }) => context === 'rancher-desktop'),
  sharedEngine('colima', ({ context }) => context === 'colima' || context.startsWith('colima-')),
  microk8s,
]

export function recognise(facts: ContextFacts): { provider: string; onThisMachine: boolean } {
  const row = providers.find((provider) => provider.recognise(facts))
  return { provider: row?.name ?? 'unknown', onThisMachine: row?.onThisMachine ?? false }
}

/** What the configuration says goes before what the cluster looks like. */
export async function chooseDelivery(needs: DeliveryNeeds): Promise<Delivery> {
  const { config, context } = needs
  if (context.provider === 'sandbox') return sandbox.delivery(needs)
  if (config.delivery === 'none') return readyMadeDelivery(needs)
  if (config.delivery === 'containerd') return containerdDelivery(needs)
  if (config.delivery === 'registry' || config.registry) return registryDelivery(needs)
  if (config.socket) return containerdDelivery(needs)
  const row = providers.find(({ name }) => name === context.provider)
  if (row) return row.delivery(needs)
  throw new DeployError(
    'CONFIG_INVALID',
    `it is not known how images get into the cluster of context "${context.name}"`,
    {
      hint: 'name a registry that it pulls from (images.registry), or a containerd socket of this machine (images.delivery: containerd)',
      choices: ['images.registry', 'images.delivery: containerd', 'images.delivery: none'],
    },
  )
}
