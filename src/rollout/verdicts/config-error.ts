import type { VerdictClass } from '../../report.ts'

/** What a CreateContainerConfigError complains about. */
export type ConfigError =
  | { type: 'missing-object'; kind: 'Secret' | 'ConfigMap'; name: string }
  | { type: 'missing-key'; kind: 'Secret' | 'ConfigMap'; name: string; key: string }
  | { type: 'root'; detail: string }
  | { type: 'cache' }
  | { type: 'other' }

const kindOf = (word: string): 'Secret' | 'ConfigMap' => (/secret/i.test(word) ? 'Secret' : 'ConfigMap')

export const readConfigError = (message: string): ConfigError => {
  if (/failed to sync .*cache/i.test(message)) return { type: 'cache' }
  if (/runAsNonRoot|verify user is non-root|breaks? non-root policy/i.test(message))
    return { type: 'root', detail: message }
  const key = /couldn't find key (\S+) in (Secret|ConfigMap) (?:[^/\s]+\/)?(\S+)/i.exec(message)
  if (key) return { type: 'missing-key', kind: kindOf(key[2]!), name: key[3]!, key: key[1]! }
  const object = /(secret|configmap) "([^"]+)" not found/i.exec(message)
  if (object) return { type: 'missing-object', kind: kindOf(object[1]!), name: object[2]! }
  return { type: 'other' }
}

export const configErrorClass = (error: ConfigError): VerdictClass =>
  error.type === 'root' ? 'run-as-root' : 'config-missing'
