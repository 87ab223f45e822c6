import { stat as fileStat, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, dirname, isAbsolute, join } from 'node:path'
import { load } from 'js-yaml'
import { DeployError, isDeployError } from '../errors.ts'
import { kubeconfigFault } from './check-kubeconfig.ts'

export type ClusterEntry = {
  server: string
  'certificate-authority'?: string
  'certificate-authority-data'?: string
  'insecure-skip-tls-verify'?: boolean
  'tls-server-name'?: string
  'proxy-url'?: string
}
export type ExecEntry = {
  apiVersion: string
  command: string
  args?: string[]
  env?: { name: string; value: string }[]
  installHint?: string
  provideClusterInfo?: boolean
  interactiveMode?: string
}
export type UserEntry = {
  'client-certificate'?: string
  'client-certificate-data'?: string
  'client-key'?: string
  'client-key-data'?: string
  token?: string
  tokenFile?: string
  username?: string
  password?: string
  as?: string
  exec?: ExecEntry
  'auth-provider'?: { name: string; config?: Record<string, string> }
}
export type ContextEntry = { cluster: string; user?: string; namespace?: string }
type Named<K extends string, T> = ({ name: string } & Record<K, T>)[]
export type KubeConfigFile = {
  apiVersion?: string
  kind?: string
  'current-context'?: string
  clusters?: Named<'cluster', ClusterEntry>
  users?: Named<'user', UserEntry>
  contexts?: Named<'context', ContextEntry>
}

/** Those of fleets have a few hundred kilobytes. */
const mostBytes = 32 * 1024 * 1024

const pathFields = ['certificate-authority', 'client-certificate', 'client-key', 'tokenFile'] as const

/** Files that kubectl would read, in its order. */
export function kubeconfigPaths(
  env: Readonly<Record<string, string | undefined>>,
  explicit?: string,
): string[] {
  if (explicit) return [explicit]
  const listed = (env.KUBECONFIG ?? '').split(delimiter).filter((path) => path !== '')
  return listed.length > 0 ? listed : [join(env.HOME ?? homedir(), '.kube', 'config')]
}

/** Merges as kubectl does: the first file to name an entry wins, files that do not exist are skipped. */
export async function loadKubeconfig(paths: string[]): Promise<KubeConfigFile> {
  const files = await Promise.all(paths.map(loadOne))
  const found = files.filter((file) => file !== undefined)
  if (found.length === 0) throw notFound(paths)
  return found.reduce(mergeKubeconfig)
}

export function mergeKubeconfig(first: KubeConfigFile, second: KubeConfigFile): KubeConfigFile {
  return {
    'current-context': first['current-context'] || second['current-context'],
    clusters: firstWins(first.clusters, second.clusters),
    users: firstWins(first.users, second.users),
    contexts: firstWins(first.contexts, second.contexts),
  }
}

function firstWins<T extends { name: string }>(first: T[] | null = [], second: T[] | null = []): T[] {
  const names = new Set(first?.map((entry) => entry.name))
  return [...(first ?? []), ...(second ?? []).filter((entry) => !names.has(entry.name))]
}

async function loadOne(path: string): Promise<KubeConfigFile | undefined> {
  try {
    const stat = await fileStat(path)
    if (stat.isDirectory()) throw new Error('it is a folder')
    if (!stat.isFile() && !stat.isFIFO()) throw new Error('it is no ordinary file')
    if (stat.size > mostBytes) throw new Error('it is too large for one')
    return readKubeconfig(await readFile(path, 'utf8'), path)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (isDeployError(error)) throw error
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw notAKubeconfig(path, code === 'EACCES' ? 'this user may not read it' : message, error)
  }
}

export function readKubeconfig(text: string, path: string): KubeConfigFile {
  const parsed = parse(text, path)
  if (parsed === null || parsed === undefined) return {}
  if (typeof parsed !== 'object' || Array.isArray(parsed))
    throw notAKubeconfig(path, 'it does not hold a mapping')
  const fault = kubeconfigFault(parsed as Record<string, unknown>)
  if (fault) throw notAKubeconfig(path, fault)
  return absolutePaths(parsed as KubeConfigFile, dirname(path))
}

function parse(text: string, path: string): unknown {
  if (text.trim() === '') return undefined
  try {
    return text.trimStart().startsWith('{') ? JSON.parse(text) : load(text)
  } catch (error) {
    throw notAKubeconfig(path, (error as Error).message.split('\n')[0] ?? '')
  }
}

function absolutePaths(file: KubeConfigFile, dir: string): KubeConfigFile {
  for (const { cluster } of file.clusters ?? []) resolveFields(cluster, dir)
  for (const { user } of file.users ?? []) resolveFields(user, dir)
  return file
}

function resolveFields(entry: Record<string, unknown> | null | undefined, dir: string): void {
  for (const field of pathFields) {
    const value = entry?.[field]
    if (entry && typeof value === 'string' && value !== '' && !isAbsolute(value))
      entry[field] = join(dir, value)
  }
}

const notFound = (paths: string[]) =>
  new DeployError('CLUSTER_UNREACHABLE', `there is no kubeconfig: ${paths.join(', ')} does not exist`, {
    hint: 'start a local cluster (kind, minikube, Docker Desktop …), name a file with --kubeconfig, or try --sandbox',
    next: ['k8sdeploy up --sandbox'],
  })

const notAKubeconfig = (path: string, why: string, cause?: unknown) =>
  new DeployError('CLUSTER_UNREACHABLE', `the kubeconfig ${path} cannot be read: ${why}`, {
    hint: 'compare with the output of `kubectl config view`',
    next: [`kubectl config view --kubeconfig ${path}`],
    cause,
  })
