import { dump } from 'js-yaml'
import { maskCredentials } from '../config/check-variable.ts'
import { isMap } from './is-map.ts'
import type { Values } from './merge-values.ts'

/** An object as YAML lines with sorted keys; what may be secret is masked, but a difference stays visible. */
export function showManifest(object: object, before: object = object): string[] {
  const isSecret = (object as Values)['kind'] === 'Secret'
  const shown = isSecret ? maskSecret(object as Values, before as Values) : maskTexts(object)
  return dump(shown, { sortKeys: true, lineWidth: -1, noRefs: true }).trimEnd().split('\n')
}

function maskSecret(object: Values, before: Values): Values {
  const masked: Values = { ...object }
  for (const field of ['data', 'stringData']) {
    const data = object[field]
    if (!isMap(data)) continue
    const old = isMap(before[field]) ? before[field] : {}
    // The length is not told: it would narrow a guess.
    const pairs = Object.entries(data).map(([key, value]) => [
      key,
      Object.hasOwn(old, key) && old[key] !== value ? '(hidden, changed)' : '(hidden)',
    ])
    masked[field] = Object.fromEntries(pairs)
  }
  return masked
}

function maskTexts(value: unknown): unknown {
  if (typeof value === 'string') return maskCredentials(value)
  if (Array.isArray(value)) return value.map(maskTexts)
  if (!isMap(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, maskTexts(part)]))
}
