import { createHmac, randomBytes } from 'node:crypto'
import type { Secrets } from '../ports.ts'
import type { KubeObject } from '../rollout/kube.ts'
import type { Redactor } from './redact.ts'
import { secretFinder } from './secret-finder.ts'

/** Entry of the Secret that holds the random key of its checksum. Not a valid variable name, so no pod gets it by accident. */
export const checksumKeyEntry = 'k8sdeploy.checksum-key'

export function createSecrets(redactor: Redactor): Secrets {
  return {
    conceal: redactor.conceal,
    mask: redactor.mask,
    finder: secretFinder,
    seal(values, existing) {
      const key = keyOf(existing) ?? randomBytes(32)
      const data = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, encode(value)]))
      return { data: { ...data, [checksumKeyEntry]: key.toString('base64') }, checksum: checksum(data, key) }
    },
    checksumOf(existing, names) {
      const key = keyOf(existing)
      const data = Object.entries(dataOf(existing)).filter(([name]) => !names || names.includes(name))
      return key && checksum(Object.fromEntries(data), key)
    },
  }
}

const encode = (value: string) => Buffer.from(value).toString('base64')
const dataOf = (secret: KubeObject | undefined) =>
  (secret as { data?: Record<string, string> } | undefined)?.data ?? {}

function keyOf(secret: KubeObject | undefined): Buffer | undefined {
  const stored = dataOf(secret)[checksumKeyEntry]
  return stored ? Buffer.from(stored, 'base64') : undefined
}

/** Without the key nobody can try out which value gives this checksum, so it may stand in an annotation. */
function checksum(data: Record<string, string>, key: Buffer): string {
  const pairs = Object.entries(data).filter(([name]) => name !== checksumKeyEntry)
  const canonical = JSON.stringify(pairs.sort(([a], [b]) => (a < b ? -1 : 1)))
  return createHmac('sha256', key).update(canonical).digest('hex').slice(0, 32)
}
