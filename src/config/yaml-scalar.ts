import { yamlJson } from './yaml-json.ts'

const reserved = /^(true|false|null|yes|no|on|off|y|n)$/i

/** Words that every version of YAML reads as text stay bare; other text is quoted as JSON, which YAML includes. */
export function yamlScalar(value: unknown): string {
  if (typeof value !== 'string') return yamlJson(value ?? null)
  const isWord = /^[A-Za-z/][\w./-]*$/.test(value) && !reserved.test(value)
  const isQuantity = /^[1-9]\d*(m|Ki|Mi|Gi)$/.test(value)
  return isWord || isQuantity ? value : yamlJson(value)
}
