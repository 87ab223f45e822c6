import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DeployError } from '../errors.ts'
import type { Context } from '../ports.ts'
import {
  type ClusterEntry,
  type ContextEntry,
  type KubeConfigFile,
  kubeconfigPaths,
  loadKubeconfig,
} from './kubeconfig.ts'
import { addressKind } from './local-address.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** What a provider can be recognised by. */
export type ContextFacts = {
  context: string
  clusterName: string
  server: string
  certificateAuthority?: string
}
export type Recognise = (facts: ContextFacts) => { provider: string; onThisMachine: boolean }
export type ContextOptions = {
  name?: string
  kubeconfig?: string
  env: Readonly<Record<string, string | undefined>>
  recognise: Recognise
}

/** Resolves the context once and pins it: the kubeconfig it names holds nothing else, and does not change under us. */
export async function resolveContext(options: ContextOptions): Promise<Context> {
  const paths = kubeconfigPaths(options.env, options.kubeconfig)
  const config = await loadKubeconfig(paths)
  const name = options.name ?? config['current-context']
  if (!name) throw noCurrentContext(config)
  const { context, cluster } = findContext(config, name)
  const { provider, onThisMachine } = options.recognise(factsOf(name, context, cluster))
  const kind = addressKind(cluster.server)
  const minified = minify(config, name)
  const loginProgram = minified.users?.[0]?.user?.exec?.command
  return {
    name,
    server: cluster.server,
    ...(context.namespace ? { namespace: context.namespace } : {}),
    isLocal: kind === 'loopback' || (kind === 'private' && onThisMachine),
    provider,
    ...(typeof loginProgram === 'string' ? { loginProgram } : {}),
    kubeconfig: await writeMinified(minified),
  }
}

/** The one context, its cluster and its user; everything else left out. */
export function minify(config: KubeConfigFile, name: string): KubeConfigFile {
  const contexts = (config.contexts ?? []).filter((entry) => entry.name === name)
  const { cluster, user } = contexts[0]?.context ?? { cluster: '' }
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    contexts,
    clusters: (config.clusters ?? []).filter((entry) => entry.name === cluster),
    users: (config.users ?? []).filter((entry) => entry.name === user),
  }
}

function findContext(config: KubeConfigFile, name: string): { context: ContextEntry; cluster: ClusterEntry } {
  const entry = config.contexts?.find((it) => it.name === name)
  if (!entry) throw noSuchContext(config, name)
  const { context } = entry
  if (!context?.cluster) throw noClusterNamed(name)
  const cluster = config.clusters?.find((entry) => entry.name === context.cluster)?.cluster
  if (!cluster) throw noSuchCluster(name, context.cluster)
  if (!isAddress(cluster.server)) throw noAddress(context.cluster, cluster.server)
  return { context, cluster }
}

function factsOf(name: string, context: ContextEntry, cluster: ClusterEntry): ContextFacts {
  const authority = cluster['certificate-authority']
  return {
    context: name,
    clusterName: context.cluster,
    server: cluster.server,
    ...(authority ? { certificateAuthority: authority } : {}),
  }
}

async function writeMinified(config: KubeConfigFile): Promise<string> {
  const path = join(temporaryFolder(), `kubeconfig-${randomUUID()}`)
  await writeFile(path, JSON.stringify(config), { mode: 0o600, flag: 'wx' })
  return path
}

const isAddress = (server: unknown): boolean =>
  typeof server === 'string' &&
  URL.canParse(server) &&
  /^https?:$/.test(new URL(server).protocol) &&
  !hasLogin(server)

const hasLogin = (server: string) => /\/\/[^/]*@/.test(server)

const names = (config: KubeConfigFile) => (config.contexts ?? []).map((entry) => entry.name)

const noCurrentContext = (config: KubeConfigFile) =>
  new DeployError('CLUSTER_UNREACHABLE', 'the kubeconfig has no current context', {
    hint: names(config).length > 0 ? 'name one with --context' : 'start a local cluster, or try --sandbox',
    choices: names(config),
    next: ['kubectl config get-contexts', 'k8sdeploy up --sandbox'],
  })

const noSuchContext = (config: KubeConfigFile, name: string) =>
  new DeployError('CLUSTER_UNREACHABLE', `the kubeconfig has no context "${name}"`, {
    hint: names(config).length > 0 ? `it has: ${names(config).join(', ')}` : 'it has no contexts at all',
    choices: names(config),
    next: ['kubectl config get-contexts'],
  })

const noClusterNamed = (name: string) =>
  new DeployError('CLUSTER_UNREACHABLE', `the context "${name}" of the kubeconfig names no cluster`, {
    hint: 'let the cluster’s own tool write the kubeconfig again',
    next: ['kubectl config view'],
  })

const noSuchCluster = (name: string, cluster: string) =>
  new DeployError(
    'CLUSTER_UNREACHABLE',
    `the context "${name}" names the cluster "${cluster}", which the kubeconfig does not hold`,
    {
      hint: 'the kubeconfig was edited, or only one of several files was given in KUBECONFIG',
      next: ['kubectl config view'],
    },
  )

const noAddress = (cluster: string, server: unknown) =>
  new DeployError(
    'CLUSTER_UNREACHABLE',
    server
      ? hasLogin(String(server))
        ? `the server of the cluster "${cluster}" in the kubeconfig holds a user`
        : `the server of the cluster "${cluster}" in the kubeconfig is no https address: ${server}`
      : `the cluster "${cluster}" in the kubeconfig has no server`,
    {
      hint: 'it has to look like https://127.0.0.1:6443; let the cluster’s own tool write the kubeconfig again',
      next: ['kubectl config view'],
    },
  )
