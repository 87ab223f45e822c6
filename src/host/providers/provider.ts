import type { Cluster, Context, Delivery, DeliveryConfig, Engine, Images } from '../../ports.ts'

/** What a kubeconfig tells about a context. */
export type ContextFacts = {
  context: string
  clusterName: string
  server: string
  certificateAuthority?: string
}

export type DeliveryNeeds = {
  context: Context
  cluster: Cluster
  config: DeliveryConfig
  images: Images
  env: Readonly<Record<string, string | undefined>>
  /** The project's folder. */
  cwd: string
}

/** One kind of cluster: how it is recognised, and how an image gets there. A new one is a row in `providers.ts`, and a file. */
export type Provider = {
  name: string
  /** Lives on this machine, so that a private address of it counts as local. */
  onThisMachine: boolean
  recognise(facts: ContextFacts): boolean
  delivery(needs: DeliveryNeeds): Promise<Delivery>
}

/** A name that no public registry has: an image that did not arrive is then never looked for elsewhere. */
export const localReference = (config: DeliveryConfig) => (component: string, tag: string) =>
  `k8sdeploy.local/${config.name}-${component}:${tag}`

export type RequireEngine = (signal?: AbortSignal) => Promise<Engine>
