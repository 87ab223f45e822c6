const assignment =
  /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)(?:[ \t]*=[ \t]*|:[ \t]+)(?:'([^']*)'|"((?:\\[\s\S]|[^"\\])*)"|`([^`]*)`|([^\n]*))[ \t]*(?:#[^\n]*)?$/gm

/**
 * The variables of a dotenv file; the last of two wins. `${A}` is what the file has said before, as most libraries have
 * it; `$A` is a text, because passwords hold such things.
 */
export function readDotenv(text: string): Record<string, string> {
  const values: Record<string, string> = Object.create(null)
  for (const [, name, single, double, backtick, bare] of assignments(text))
    values[name!] =
      single ??
      (double === undefined ? undefined : inQuotes(double, values)) ??
      backtick ??
      expanded(bareValue(bare ?? ''), values)
  return { ...values }
}

/** True where the value that counts begins with a quote, and nobody knows where it ends. */
export function hasOpenQuote(text: string, wanted: string): boolean {
  const last = [...assignments(text)].findLast(([, name]) => name === wanted)
  return /^["'`]/.test(last?.[5] ?? '')
}

const assignments = (text: string) =>
  text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .matchAll(assignment)

type Values = Record<string, string>

const escapes: Values = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$' }
const reference = /(?<!\\)\$\{([A-Za-z_][\w.]*)(?::?-([^}]*))?\}/

const expanded = (text: string, values: Values) =>
  text.replace(
    new RegExp(reference, 'g'),
    (whole, name: string, otherwise?: string) => values[name] ?? otherwise ?? whole,
  )

/** What was escaped is no reference any more, and what a reference brings is not escaped. */
const inQuotes = (text: string, values: Values) =>
  text.replace(new RegExp(`\\\\([\\s\\S])|${reference.source}`, 'g'), (whole, letter?: string) =>
    letter === undefined ? expanded(whole, values) : (escapes[letter] ?? whole),
  )

/** A comment begins at a `#` after a blank; without the blank it belongs to the value, as in the fragment of a URL. */
const bareValue = (text: string) => text.replace(/(^|\s)#.*$/, '').trim()
