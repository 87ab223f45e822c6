import { DeployError } from '../../errors.ts'
import type { Delivery } from '../../ports.ts'
import type { DeliveryNeeds } from './provider.ts'
import { deliverBy, engineName, requireArrival, succeeds } from './transfer.ts'

const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

/** `fromNodes`: the same registry, by the name that the nodes know. */
type Target = { registry: string; fromNodes: string; why: string }

/** Pushed to a registry that the cluster pulls from. */
export async function registryDelivery(needs: DeliveryNeeds): Promise<Delivery> {
  const registry = needs.config.registry?.replace(/\/+$/, '')
  if (!registry) throw noRegistry()
  return pushedDelivery({ registry, fromNodes: registry, why: 'because the configuration names it' }, needs)
}

export function pushedDelivery(target: Target, { config, images, env }: DeliveryNeeds): Delivery {
  const { registry, fromNodes, why } = target
  const here = (ref: string) => `${registry}${ref.slice(fromNodes.length)}`
  const isThere = async (ref: string, signal?: AbortSignal) => {
    const answer = await askRegistry(here(ref), signal)
    if (answer !== undefined) return answer
    const found = await images.engine(signal)
    return (
      found.engine !== undefined &&
      succeeds([found.engine.name, 'manifest', 'inspect', here(ref)], env, signal)
    )
  }
  return {
    provider: 'registry',
    how: `pushed to ${registry}, ${why}`,
    reference: (component, tag) => `${fromNodes}/${config.name}-${component}:${tag}`,
    pullPolicy: 'IfNotPresent',
    needsEngine: true,
    isPresent: isThere,
    async deliver({ ref }, onLine, signal) {
      const engine = await engineName(images, signal)
      if (here(ref) !== ref) await deliverBy([engine, 'tag', ref, here(ref)], ref, env, onLine, signal)
      await deliverBy([engine, ...pushArgs(engine, here(ref))], ref, env, onLine, signal)
      await requireArrival(ref, registry, isThere(ref, signal))
    },
  }
}

/** docker and nerdctl take a registry on this machine for one without TLS; podman wants to be told. */
const pushArgs = (engine: string, ref: string): string[] =>
  engine === 'podman' && isHere(ref) ? ['push', '--tls-verify=false', ref] : ['push', ref]

export async function answers(host: string, withinMs: number): Promise<boolean> {
  try {
    const { status } = await fetch(`${schemeOf(host)}://${host}/v2/`, {
      signal: AbortSignal.timeout(withinMs),
    })
    return status === 200 || status === 401
  } catch {
    return false
  }
}

/** Undefined when the registry wants a login, or does not answer: the engine has the credentials. */
async function askRegistry(ref: string, signal?: AbortSignal): Promise<boolean | undefined> {
  const limit = AbortSignal.timeout(5000)
  try {
    const response = await fetch(manifestUrl(ref), {
      method: 'HEAD',
      headers: { Accept: manifestTypes },
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    })
    if (response.status === 200) return true
    return response.status === 404 ? false : undefined
  } catch {
    return undefined
  }
}

/** Registries on this machine speak plain HTTP, as docker assumes too. */
const isHere = (ref: string): boolean =>
  /^(([\w-]+\.)*localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(ref.split('/')[0] ?? '')
const schemeOf = (ref: string) => (isHere(ref) ? 'http' : 'https')

export function manifestUrl(ref: string): string {
  const slash = ref.indexOf('/')
  const colon = ref.lastIndexOf(':')
  return `${schemeOf(ref)}://${ref.slice(0, slash)}/v2/${ref.slice(slash + 1, colon)}/manifests/${ref.slice(colon + 1)}`
}

const noRegistry = () =>
  new DeployError('CONFIG_INVALID', 'images.delivery is "registry", but images.registry is not set', {
    hint: 'name the registry and prefix in k8sdeploy.yaml, e.g. images.registry: localhost:5000/shop',
  })
