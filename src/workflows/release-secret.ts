import { DeployError } from '../errors.ts'
import type { Cluster, Secrets } from '../ports.ts'
import type { KubeObject } from '../rollout/kube.ts'

export type SecretObject = KubeObject & {
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
  /** As it was before: what a rollback puts back. */
  former?: SecretObject
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
  const { data, checksum } = secrets.seal(values, existing)
  const before = existing?.data ?? {}
  const names = [...new Set([...Object.keys(data), ...Object.keys(before)])]
  const changedKeys = names.filter((name) => data[name] !== before[name] && name in values)
  const state = !existing
    ? 'create'
    : names.some((name) => data[name] !== before[name])
      ? 'update'
      : 'unchanged'
  return {
    name: secretName(release),
    state,
    checksum,
    changedKeys,
    object: secretObject(release, namespace, data),
    former: existing && secretObject(release, namespace, before),
  }
}

const secretObject = (release: string, namespace: string, data: Record<string, string>): SecretObject => ({
  ...ownSecret(secretName(release), release, namespace),
  data,
})

/** An empty Secret that is known as ours. */
export const ownSecret = (name: string, release: string, namespace: string): SecretObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  type: 'Opaque',
  metadata: {
    name,
    namespace,
    labels: { 'app.kubernetes.io/managed-by': 'k8sdeploy', 'app.kubernetes.io/instance': release },
  },
})

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
