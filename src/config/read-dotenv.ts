const assignment =
  /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*(?:'([^']*)'|"((?:\\[\s\S]|[^"\\])*)"|`([^`]*)`|([^\n]*))[ \t]*(?:#[^\n]*)?$/gm

/** The variables of a dotenv file. Nothing is expanded: `A=$B` is the text `$B`. The last of two wins. */
export function readDotenv(text: string): Record<string, string> {
  const values: Record<string, string> = Object.create(null)
  const normal = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  for (const [, name, single, double, backtick, bare] of normal.matchAll(assignment)) {
    values[name!] =
      single ?? (double === undefined ? undefined : unescaped(double)) ?? backtick ?? bareValue(bare ?? '')
  }
  return { ...values }
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$' }

const unescaped = (text: string) =>
  text.replace(/\\([\s\S])/g, (whole, letter: string) => escapes[letter] ?? whole)

/** A comment begins at a `#` after a blank; without the blank it belongs to the value, as in the fragment of a URL. */
const bareValue = (text: string) => text.replace(/(^|\s)#.*$/, '').trim()
