import { DeployError } from '../../errors.ts'
import type { Delivery } from '../../ports.ts'
import { containerdDelivery } from './containerd.ts'
import { hostedRegistry } from './hosted-registry.ts'
import { k3d } from './k3d.ts'
import { kind } from './kind.ts'
import { managed, serverEnds } from './managed.ts'
import { minikube } from './minikube.ts'
import { ownContainerd } from './own-containerd.ts'
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
    'node containers',
    ({ context }) => context === 'docker-desktop' || context === 'docker-for-desktop',
  ),
  sharedEngine('orbstack', 'nerdctl', ({ context }) => context === 'orbstack'),
  sharedEngine('rancher-desktop', 'nerdctl', ({ context }) => context === 'rancher-desktop'),
  sharedEngine('colima', 'nerdctl', ({ context }) => context === 'colima' || context.startsWith('colima-')),
  ownContainerd(
    'microk8s',
    (...args) => ['microk8s', 'ctr', ...args],
    ({ context, clusterName }) => context === 'microk8s' || clusterName === 'microk8s-cluster',
  ),
  ownContainerd(
    'k3s',
    (...args) => ['k3s', 'ctr', '--namespace', 'k8s.io', ...args],
    ({ context, clusterName, server }) =>
      context === 'default' && clusterName === 'default' && server === 'https://127.0.0.1:6443',
  ),
  managed('eks', '123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop', serverEnds('.eks.amazonaws.com')),
  managed('gke', 'europe-west1-docker.pkg.dev/my-project/shop', ({ context }) => context.startsWith('gke_')),
  managed('aks', 'myregistry.azurecr.io/shop', serverEnds('.azmk8s.io')),
  managed('doks', 'registry.digitalocean.com/my-registry', serverEnds('.k8s.ondigitalocean.com')),
]

export function recognise(facts: ContextFacts): { provider: string; onThisMachine: boolean } {
  const row = providers.find((provider) => provider.recognise(facts))
  return { provider: row?.name ?? 'unknown', onThisMachine: row?.onThisMachine ?? false }
}

/** What the configuration says goes before what the cluster says, and that before what it looks like. */
export async function chooseDelivery(needs: DeliveryNeeds): Promise<Delivery> {
  const { config, context } = needs
  if (context.provider === 'sandbox') return sandbox.delivery(needs)
  if (config.delivery === 'none') return readyMadeDelivery(needs)
  if (config.delivery === 'containerd') return containerdDelivery(needs)
  if (config.delivery === 'registry' || config.registry) return registryDelivery(needs)
  if (config.socket) return containerdDelivery(needs)
  const hosted = await hostedRegistry(needs)
  if (hosted) return hosted
  const row = providers.find(({ name }) => name === context.provider)
  if (row) return row.delivery(needs)
  throw unknownWay(context.name)
}

const unknownWay = (context: string) =>
  new DeployError(
    'CONFIG_INVALID',
    `it is not known how images get into the cluster of context "${context}"`,
    {
      hint: 'name a registry that it pulls from (images.registry), or a containerd socket of this machine (images.delivery: containerd)',
      choices: ['images.registry', 'images.delivery: containerd', 'images.delivery: none'],
    },
  )
