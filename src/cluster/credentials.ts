import { readFileSync } from 'node:fs'
import type { Agent } from 'node:http'
import type { ConnectionOptions } from 'node:tls'
import { DeployError } from '../errors.ts'
import { checkCredentials } from './check-credentials.ts'
import { execCredential } from './exec-credential.ts'
import type { ClusterEntry, KubeConfigFile, UserEntry } from './kubeconfig.ts'

/** What a request needs to be let in. `agent` only where a proxy stands between. */
export type Credentials = {
  tls: Pick<ConnectionOptions, 'ca' | 'cert' | 'key' | 'rejectUnauthorized' | 'servername'>
  headers: Record<string, string>
  agent?: Agent
}

/**
 * The one place that decides who answers for a kubeconfig entry: certificates, tokens and exec plugins are read here;
 * OIDC, cloud providers and proxies are left to the official client, which is loaded only then.
 */
export async function loadCredentials(
  config: KubeConfigFile,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Credentials> {
  const cluster = config.clusters?.[0]?.cluster ?? { server: '' }
  const user = config.users?.[0]?.user ?? {}
  if (user['auth-provider'] || cluster['proxy-url']) return officialCredentials(config)
  const credentials = { tls: tlsOf(cluster, user), headers: headersOf(user) }
  if (!user.exec) return checkCredentials(credentials)
  const issued = await execCredential(user.exec, cluster, env)
  return checkCredentials({
    tls: { ...credentials.tls, ...issued.tls },
    headers: { ...credentials.headers, ...issued.headers },
  })
}

function tlsOf(cluster: ClusterEntry, user: UserEntry): Credentials['tls'] {
  const ca = material(cluster['certificate-authority'], cluster['certificate-authority-data'])
  const cert = material(user['client-certificate'], user['client-certificate-data'])
  const key = material(user['client-key'], user['client-key-data'])
  return {
    ...(ca ? { ca } : {}),
    ...(cert ? { cert } : {}),
    ...(key ? { key } : {}),
    ...(cluster['insecure-skip-tls-verify'] ? { rejectUnauthorized: false } : {}),
    ...(cluster['tls-server-name'] ? { servername: cluster['tls-server-name'] } : {}),
  }
}

function headersOf(user: UserEntry): Record<string, string> {
  const token = user.tokenFile ? readMaterial(user.tokenFile).toString('utf8').trim() : user.token
  const impersonate: Record<string, string> = user.as ? { 'Impersonate-User': user.as } : {}
  if (token) return { Authorization: `Bearer ${token}`, ...impersonate }
  if (!user.username) return impersonate
  const basic = Buffer.from(`${user.username}:${user.password ?? ''}`).toString('base64')
  return { Authorization: `Basic ${basic}`, ...impersonate }
}

const material = (file: string | undefined, data: string | undefined): Buffer | undefined =>
  data ? Buffer.from(data, 'base64') : file ? readMaterial(file) : undefined

function readMaterial(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new DeployError(
      'CLUSTER_UNREACHABLE',
      `the kubeconfig names ${file}, which cannot be read: ${(error as Error).message}`,
      {
        hint: 'the cluster was deleted or created again; export its kubeconfig once more',
        next: ['kubectl config view'],
        cause: error,
      },
    )
  }
}

async function officialCredentials(config: KubeConfigFile): Promise<Credentials> {
  const { KubeConfig } = await import('@kubernetes/client-node/dist/config.js')
  const official = new KubeConfig()
  const options: Record<string, unknown> = {}
  try {
    official.loadFromString(JSON.stringify(config))
    await official.applyToHTTPSOptions(options)
  } catch (cause) {
    throw loginFailed(config, cause as Error)
  }
  const { agent, auth, headers, ...tls } = options as {
    agent?: Agent
    auth?: string
    headers?: Record<string, string>
  }
  const basic: Record<string, string> = auth
    ? { Authorization: `Basic ${Buffer.from(auth).toString('base64')}` }
    : {}
  const proxied = config.clusters?.[0]?.cluster['proxy-url'] && agent
  return { tls, headers: { ...basic, ...headers }, ...(proxied ? { agent } : {}) }
}

const loginFailed = (config: KubeConfigFile, cause: Error) =>
  new DeployError(
    'CLUSTER_UNREACHABLE',
    `the credentials of context "${config['current-context']}" cannot be used (${config.users?.[0]?.user?.['auth-provider']?.name ?? 'proxy'}): ${cause.message}`,
    { hint: 'sign in again with the cluster provider’s own tool', next: ['kubectl get namespaces'], cause },
  )
