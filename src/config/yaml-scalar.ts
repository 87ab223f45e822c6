const reserved = /^(true|false|null|yes|no|on|off|y|n)$/i

/** Words that every version of YAML reads as text stay bare; other text is quoted as JSON, which YAML includes. */
export function yamlScalar(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value ?? null)
  const isWord = /^[A-Za-z/][\w./-]*$/.test(value) && !reserved.test(value)
  const isQuantity = /^[1-9]\d*(m|Ki|Mi|Gi)$/.test(value)
  return isWord || isQuantity ? value : quoted(value)
}

/** JSON leaves some line breaks and control characters bare that YAML does not allow or would fold. */
const quoted = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
