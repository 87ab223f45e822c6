import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { DeployError, isDeployError } from '../errors.ts'
import type { Credentials } from './credentials.ts'
import type { ClusterEntry, ExecEntry } from './kubeconfig.ts'

const limitMs = 30_000

type ExecStatus = { token?: string; clientCertificateData?: string; clientKeyData?: string }

/**
 * Runs a kubeconfig's login program. Its stderr is ours, so that "open this page to sign in" is seen at once;
 * its stdin is closed, so that it cannot wait for keys nobody knows of.
 */
export async function execCredential(
  exec: ExecEntry,
  cluster: ClusterEntry,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Pick<Credentials, 'tls' | 'headers'>> {
  const status = readStatus(await ask(exec, cluster, env), exec)
  return {
    tls: {
      ...(status.clientCertificateData ? { cert: status.clientCertificateData } : {}),
      ...(status.clientKeyData ? { key: status.clientKeyData } : {}),
    },
    headers: status.token ? { Authorization: `Bearer ${status.token}` } : {},
  }
}

/** Its entry may hold anything: what cannot be started is no bug here. */
async function ask(
  exec: ExecEntry,
  cluster: ClusterEntry,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  try {
    return await run(exec, childEnv(exec, cluster, env))
  } catch (error) {
    throw isDeployError(error) ? error : failed(exec, 'its entry is not valid', error)
  }
}

function run(exec: ExecEntry, env: NodeJS.ProcessEnv): Promise<string> {
  if (typeof exec.command !== 'string' || exec.command === '') throw failed(exec, 'no command is named')
  return new Promise((resolve, reject) => {
    const child = spawn(exec.command, exec.args ?? [], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    let isLate = false
    // spawn's own timeout would outlive a program that never started
    const patience = setTimeout(() => {
      isLate = true
      child.kill()
    }, limitMs)
    const end = (why: string) => {
      clearTimeout(patience)
      reject(failed(exec, why))
    }
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    child.once('error', ({ code, message }: NodeJS.ErrnoException) => end(notStarted[code ?? ''] ?? message))
    child.once('close', (code, signal) => {
      if (isLate) end(`it gave no answer within ${limitMs / 1000} s`)
      else if (code !== 0) end(signal ? `it was ended by ${signal}` : `it ended with exit code ${code}`)
      clearTimeout(patience)
      resolve(output)
    })
  })
}

const notStarted: Record<string, string> = {
  ENOENT: 'it is not installed',
  EACCES: 'it may not be executed',
}

function childEnv(
  exec: ExecEntry,
  cluster: ClusterEntry,
  env: Readonly<Record<string, string | undefined>>,
): NodeJS.ProcessEnv {
  const extra = Object.fromEntries((exec.env ?? []).map(({ name, value }) => [name, value]))
  const spec = { interactive: false, ...(exec.provideClusterInfo ? { cluster: clusterInfo(cluster) } : {}) }
  const info = { apiVersion: exec.apiVersion, kind: 'ExecCredential', spec }
  return { ...env, ...extra, KUBERNETES_EXEC_INFO: JSON.stringify(info) }
}

function clusterInfo(cluster: ClusterEntry): Record<string, unknown> {
  const file = cluster['certificate-authority']
  const data =
    cluster['certificate-authority-data'] ?? (file ? readFileSync(file).toString('base64') : undefined)
  return {
    server: cluster.server,
    ...(data ? { 'certificate-authority-data': data } : {}),
    ...(cluster['tls-server-name'] ? { 'tls-server-name': cluster['tls-server-name'] } : {}),
    ...(cluster['insecure-skip-tls-verify'] ? { 'insecure-skip-tls-verify': true } : {}),
  }
}

function readStatus(output: string, exec: ExecEntry): ExecStatus {
  try {
    const status = (JSON.parse(output) as { status?: ExecStatus }).status
    if (status?.token || status?.clientCertificateData) return status
  } catch (cause) {
    throw failed(exec, 'its answer is not JSON', cause)
  }
  throw failed(exec, 'its answer holds neither a token nor a certificate')
}

const failed = (exec: ExecEntry, why: string, cause?: unknown) =>
  new DeployError(
    'CLUSTER_UNREACHABLE',
    `the kubeconfig logs in with ${exec.command ? `"${exec.command}"` : 'a program'}, but ${why}`,
    {
      hint: exec.installHint?.trim() ?? 'sign in with the cluster provider’s own tool, then try again',
      next: ['kubectl get namespaces'],
      cause,
    },
  )
