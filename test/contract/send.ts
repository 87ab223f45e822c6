import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { load } from 'js-yaml'
import type { ContractCall } from './calls.ts'

export type Target = { server: string; ca: string; cert?: string; key?: string; token?: string }
export type Answer = { code: number; body: unknown }

/** A JSON answer as it is; a watch as the list of its events. */
export function send(target: Target, call: ContractCall, namespace: string): Promise<Answer> {
  const inNamespace = (text: string): string => text.replaceAll('NS', namespace)
  const body = call.body === undefined ? undefined : inNamespace(JSON.stringify(call.body))
  const { ca, cert, key, token, server } = target
  const headers = {
    accept: call.accept ?? 'application/json',
    'user-agent': 'contract/1.0',
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(call.type ? { 'content-type': call.type } : {}),
    ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
  }
  return new Promise((resolve, reject) => {
    const options = { method: call.method, headers, ca, ...(cert ? { cert, key } : {}) }
    const sent = request(`${server}${inNamespace(call.path)}`, options, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({ code: response.statusCode ?? 0, body: read(Buffer.concat(chunks).toString(), call) }),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

function read(text: string, { path }: ContractCall): unknown {
  if (path.includes('watch=1'))
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as unknown)
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

type Kubeconfig = {
  clusters: { cluster: Record<string, string> }[]
  users: { user: Record<string, string> }[]
}

export function targetOf(kubeconfig: string): Target {
  const { clusters, users } = load(readFileSync(kubeconfig, 'utf8')) as Kubeconfig
  const cluster = clusters[0]?.cluster ?? {}
  const user = users[0]?.user ?? {}
  const decoded = (text = '') => Buffer.from(text, 'base64').toString()
  return {
    server: cluster['server'] ?? '',
    ca: decoded(cluster['certificate-authority-data']),
    cert: decoded(user['client-certificate-data']),
    key: decoded(user['client-key-data']),
  }
}
