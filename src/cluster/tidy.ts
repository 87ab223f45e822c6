import { createHmac, randomBytes } from 'node:crypto'
import type { KubeObject } from '../rollout/kube.ts'

/** Without the part that only field managers read, which is often half of an object. */
export function tidy<T extends KubeObject>(object: T): T {
  if (object.metadata && 'managedFields' in object.metadata) delete object.metadata.managedFields
  return object
}

type SecretLike = KubeObject & { data?: Record<string, string>; stringData?: Record<string, string> }

/** Replaces a Secret's values by a keyed hash and their length: enough to see a change, not enough to guess. */
export function secretHasher(key = randomBytes(32)): (kind: string, object: KubeObject) => KubeObject {
  const hashed = (value: string) =>
    `hmac:${createHmac('sha256', key).update(value).digest('hex').slice(0, 32)}:${Buffer.byteLength(value, 'base64')}`
  return (kind, object) => {
    if (kind !== 'Secret') return object
    const { data, stringData: _dropped, ...rest } = object as SecretLike
    const values = Object.entries(data ?? {}).map(([name, value]) => [name, hashed(value)])
    return withoutLastApplied({ ...rest, data: Object.fromEntries(values) } as SecretLike)
  }
}

/** `kubectl apply` leaves a whole copy of the Secret in an annotation. */
function withoutLastApplied(object: SecretLike): SecretLike {
  const annotations = object.metadata?.annotations
  if (!annotations?.['kubectl.kubernetes.io/last-applied-configuration']) return object
  const { 'kubectl.kubernetes.io/last-applied-configuration': _dropped, ...kept } = annotations
  return { ...object, metadata: { ...object.metadata, annotations: kept } }
}
