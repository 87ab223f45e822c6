import { DeployError } from '../../errors.ts'
import type { Delivery } from '../../ports.ts'
import { runTool } from '../run-tool.ts'
import type { DeliveryNeeds } from './provider.ts'
import { deliverBy, engineName } from './transfer.ts'

const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

/** Pushed to a registry that the cluster pulls from. */
export async function registryDelivery({ config, images, env }: DeliveryNeeds): Promise<Delivery> {
  const registry = config.registry?.replace(/\/+$/, '')
  if (!registry) throw noRegistry()
  return {
    provider: 'registry',
    how: `pushed to ${registry}, because the configuration names it`,
    reference: (component, tag) => `${registry}/${config.name}-${component}:${tag}`,
    pullPolicy: 'IfNotPresent',
    needsEngine: true,
    async isPresent(ref, signal) {
      const answer = await askRegistry(ref, signal)
      if (answer !== undefined) return answer
      const found = await images.engine(signal)
      if (!found.engine) return false
      const args = ['manifest', 'inspect', ref]
      return (
        (await runTool({ file: found.engine.name, env }, { args, signal, timeoutMs: 20_000 })).exitCode === 0
      )
    },
    deliver: async ({ ref }, onLine, signal) =>
      deliverBy([await engineName(images, signal), 'push', ref], ref, env, onLine, signal),
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
export function manifestUrl(ref: string): string {
  const slash = ref.indexOf('/')
  const colon = ref.lastIndexOf(':')
  const host = ref.slice(0, slash)
  const isHere = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(host)
  return `${isHere ? 'http' : 'https'}://${host}/v2/${ref.slice(slash + 1, colon)}/manifests/${ref.slice(colon + 1)}`
}

const noRegistry = () =>
  new DeployError('CONFIG_INVALID', 'images.delivery is "registry", but images.registry is not set', {
    hint: 'name the registry and prefix in k8sdeploy.yaml, e.g. images.registry: localhost:5000/shop',
  })
