const assignment =
  /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*(?:'([^']*)'|"((?:\\[\s\S]|[^"\\])*)"|`([^`]*)`|([^\n]*))[ \t]*(?:#[^\n]*)?$/gm

/** The variables of a dotenv file. Nothing is expanded: `A=$B` is the text `$B`. The last of two wins. */
export function readDotenv(text: string): Record<string, string> {
  const values: Record<string, string> = Object.create(null)
  for (const [, name, single, double, backtick, bare] of assignments(text))
    values[name!] =
      single ?? (double === undefined ? undefined : unescaped(double)) ?? backtick ?? bareValue(bare ?? '')
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

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$' }

const unescaped = (text: string) =>
  text.replace(/\\([\s\S])/g, (whole, letter: string) => escapes[letter] ?? whole)

/** A comment begins at a `#` after a blank; without the blank it belongs to the value, as in the fragment of a URL. */
const bareValue = (text: string) => text.replace(/(^|\s)#.*$/, '').trim()
