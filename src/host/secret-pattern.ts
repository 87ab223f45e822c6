/** A text that may stand in another, however it was quoted, escaped or encoded on its way there. */
export type SecretPattern = {
  /** Stands in every spelling as it is: without it there is nothing to look for. */
  anchor: string
  replace(text: string, by: string): string
}

/** Keys are shorter; what is longer is looked for as it is, and as JSON has it. */
const longestSpelled = 1024

export function secretPattern(form: string): SecretPattern {
  const anchor = (form.match(/[A-Za-z0-9]+/g) ?? []).reduce((a, b) => (b.length > a.length ? b : a), '')
  if (form.length > longestSpelled) return { anchor, replace: (text, by) => replaceLong(form, text, by) }
  let pattern: RegExp | undefined
  return {
    anchor,
    replace(text, by) {
      pattern ??= new RegExp(spellings(form), 'g')
      return text.replace(pattern, by)
    },
  }
}

const replaceLong = (form: string, text: string, by: string) =>
  text.replaceAll(form, by).replaceAll(JSON.stringify(form).slice(1, -1), by)

function spellings(form: string): string {
  const parts = form.match(/\\+|[^\\]/gsu) ?? []
  const last = parts.length - 1
  return (
    halfAnEscape +
    parts
      .map((part, at) =>
        part.startsWith('\\') ? backslashes(part.length, at === last) : ways(part, at === 0 || at === last),
      )
      .join('')
  )
}

/** Twice as many each time that they are escaped. At the end of the secret the escape of what follows is not its own. */
function backslashes(count: number, isLast: boolean): string {
  const own = isLast
    ? [16, 8, 4, 2, 1].map((times) => `\\\\{${count * times}}`)
    : [`\\\\{${count},${count * 16}}`]
  const others = [inUrl('\\'), ...inString('\\'), inHtml('\\')].map((way) => `(?:${way}){${count}}`)
  return `(?:${[...own, ...others].join('|')})`
}

/** `\nail` may be a line feed before `ail`, and the secret `nail`: what is left of the escape would be none. */
const halfAnEscape = '(?:\\\\{1,16}(?:u[0-9a-fA-F]{0,3})?)?'

/** Text as it wraps on a terminal, with what colours it. */
const paint = '(?:\\u001b\\[[0-9;]*m)*'
const lineBreak = `[ \\t]*${paint}\\r?\\n${paint}[ \\t]*`

/** All the ways in which programs write one letter; letters and digits are themselves everywhere. */
function ways(letter: string, isEdge: boolean): string {
  if (/[A-Za-z0-9]/.test(letter)) return letter
  const own = ownWays[letter]?.(isEdge) ?? [`\\\\{0,16}${escaped(letter)}`]
  return `(?:${[...own, inUrl(letter), ...inString(letter), inHtml(letter), ...unreadable(letter)].join('|')})`
}

/** Doubled, or as a shell has it. A quote at the edge of the secret is not confused with one of the text around it. */
const quote = (sign: string) => (isEdge: boolean) =>
  isEdge ? [`\\\\{0,16}${sign}`] : [`${sign}\\\\{1,16}${sign}${sign}`, `(?:\\\\{0,16}${sign}){1,2}`]

const ownWays: Record<string, (isEdge: boolean) => string[]> = {
  '\n': () => [lineBreak, '(?:\\\\{1,16}r)?\\\\{1,16}n', '%(?:25)*0[dD]%(?:25)*0[aA]', ' '],
  '\t': () => ['\\t', '\\\\{1,16}t'],
  ' ': () => [lineBreak, ' ', '\\+'],
  "'": quote("'"),
  '"': quote('"'),
}

const escaped = (letter: string) => letter.replace(/[.*+?^${}()|[\]\\/]/, '\\$&')

const digits = (hex: string) => hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)
const bytesOf = (letter: string) => [...Buffer.from(letter)].map((byte) => byte.toString(16).padStart(2, '0'))

/** `%2F`, and `%252F` where a URL stands in a URL. */
const inUrl = (letter: string) =>
  bytesOf(letter)
    .map((byte) => `%(?:25)*${digits(byte)}`)
    .join('')

/** `\u00e9`, `\xe9`, and `\xc3\xa9` where a language has strings of bytes. */
function inString(letter: string): string[] {
  const units = Array.from({ length: letter.length }, (_, at) => letter.charCodeAt(at).toString(16))
  const unicode = units.map((unit) => `\\\\{1,16}u${digits(unit.padStart(4, '0'))}`).join('')
  const code = letter.codePointAt(0) ?? 0
  const latin = code < 256 ? [`\\\\{1,16}x${digits(code.toString(16).padStart(2, '0'))}`] : []
  const bytes = bytesOf(letter).map((byte) => `\\\\{1,16}x${digits(byte)}`)
  return [unicode, ...latin, bytes.join('')]
}

const names: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' }

function inHtml(letter: string): string {
  const code = letter.codePointAt(0) ?? 0
  const name = names[letter] ? `|${names[letter]}` : ''
  return `&(?:amp;)*(?:#0*${code}|#[xX]0*${digits(code.toString(16))}${name});`
}

/** What a program prints that does not know the letter. */
const unreadable = (letter: string): string[] =>
  letter.charCodeAt(0) > 126 ? [`[?\\ufffd]{1,${bytesOf(letter).length}}`] : []
