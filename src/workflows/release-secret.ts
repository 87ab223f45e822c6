import { DeployError } from '../errors.ts'
import type { Cluster, Secrets } from '../ports.ts'
import type { KubeObject } from '../rollout/kube.ts'

/** Entry of our Secret that holds the random key of the checksum annotation; it never leaves the Secret. */
const checksumKey = 'k8sdeploy.checksum-key'

type SecretObject = KubeObject & {
  type?: string
  data?: Record<string, string>
  stringData?: Record<string, string>
}

export type SecretPlan = {
  name: string
  state: 'create' | 'update' | 'unchanged'
  /** HMAC that goes into the pod templates, so that a changed secret rolls the pods. */
  checksum: string
  changedKeys: string[]
  object: SecretObject
}

export const secretName = (release: string) => `${release}-secrets`

export const fetchSecret = (cluster: Cluster, release: string, namespace: string, signal?: AbortSignal) =>
  cluster.get<SecretObject>(
    { apiVersion: 'v1', kind: 'Secret', namespace, name: secretName(release) },
    signal,
  )

export function decodeSecretData(secret: SecretObject | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(secret?.data ?? {}).map(([key, value]) => [key, decodeBase64(value)]),
  )
}

/** What applying the collected values would change. Refuses a Secret of that name which k8sdeploy did not make. */
export function planSecret(
  release: string,
  namespace: string,
  values: Record<string, string>,
  existing: SecretObject | undefined,
  secrets: Secrets,
): SecretPlan {
  refuseForeign(existing, release)
  const before = decodeSecretData(existing)
  const key = before[checksumKey] ?? secrets.newKey()
  const { [checksumKey]: _, ...old } = before
  const changedKeys = [...new Set([...Object.keys(values), ...Object.keys(old)])].filter(
    (name) => values[name] !== old[name],
  )
  const state = !existing ? 'create' : changedKeys.length > 0 ? 'update' : 'unchanged'
  const checksum = secrets.checksum(values, key)
  return {
    name: secretName(release),
    state,
    checksum,
    changedKeys,
    object: secretObject(release, namespace, { ...values, [checksumKey]: key }),
  }
}

/** The checksum of the Secret as it is in the cluster; undefined when there is none of ours. */
export function secretChecksum(secret: SecretObject | undefined, secrets: Secrets): string | undefined {
  const { [checksumKey]: key, ...values } = decodeSecretData(secret)
  return key === undefined ? undefined : secrets.checksum(values, key)
}

function secretObject(release: string, namespace: string, values: Record<string, string>): SecretObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'Opaque',
    metadata: {
      name: secretName(release),
      namespace,
      labels: { 'app.kubernetes.io/managed-by': 'k8sdeploy', 'app.kubernetes.io/instance': release },
    },
    data: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, encodeBase64(value)])),
  }
}

export const isOurs = (object: KubeObject | undefined) =>
  object?.metadata?.labels?.['app.kubernetes.io/managed-by'] === 'k8sdeploy'

function refuseForeign(existing: SecretObject | undefined, release: string): void {
  if (
    !existing ||
    (isOurs(existing) && existing.metadata?.labels?.['app.kubernetes.io/instance'] === release)
  )
    return
  throw new DeployError('CONFIG_INVALID', `the Secret ${secretName(release)} exists and is not k8sdeploy's`, {
    evidence: [
      `its label app.kubernetes.io/managed-by is "${existing.metadata?.labels?.['app.kubernetes.io/managed-by'] ?? ''}"`,
    ],
    hint: 'choose another name or namespace in k8sdeploy.yaml, or remove that Secret yourself',
    state: 'nothing was changed',
  })
}

const decodeBase64 = (text: string) =>
  new TextDecoder().decode(Uint8Array.from(atob(text), (char) => char.charCodeAt(0)))
const encodeBase64 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)))
