import { validateHeaderValue } from 'node:http'
import { createSecureContext } from 'node:tls'
import { DeployError } from '../errors.ts'
import type { Credentials } from './credentials.ts'

const parts = {
  ca: 'the certificate authority',
  cert: 'the client certificate',
  key: 'the client key',
} as const

/** What a kubeconfig was edited to, or a download cut to, is found before a connection fails of it. */
export function checkCredentials(credentials: Credentials): Credentials {
  const { tls, headers } = credentials
  for (const part of ['ca', 'cert', 'key'] as const) {
    const pem = tls[part]
    if (pem !== undefined && !String(pem).includes('-----BEGIN '))
      throw unusable(`${parts[part]} is no PEM text`)
  }
  attempt('the certificate or its key cannot be read', () => createSecureContext(tls))
  for (const [name, value] of Object.entries(headers))
    attempt('the token holds characters that cannot be sent', () => validateHeaderValue(name, value))
  return credentials
}

function attempt(what: string, read: () => void): void {
  try {
    read()
  } catch (cause) {
    throw unusable(what, cause)
  }
}

const unusable = (what: string, cause?: unknown) =>
  new DeployError('CLUSTER_UNREACHABLE', `the credentials of the kubeconfig cannot be used: ${what}`, {
    hint: 'let the cluster’s own tool write the kubeconfig again',
    next: ['kubectl config view'],
    cause,
  })
