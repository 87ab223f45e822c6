type Env = Readonly<Record<string, string | undefined>>
export type Spell = (text: string) => string

const signs: Record<string, string> = {
  '✓': '+',
  '✗': 'x',
  '✖': 'x',
  '●': '*',
  '•': '*',
  '·': '-',
  '–': '-',
  '—': '-',
  '…': '...',
  '→': '->',
  '←': '<-',
  '↑': '^',
  '↓': 'v',
  '❯': '>',
  '×': 'x',
  '≥': '>=',
  '≤': '<=',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '│': '|',
  '├': '|',
  '└': '`',
  '─': '-',
}

/** Letters that every terminal can show: for each sign what people write in its place, so that columns stay where they are. */
export function spellAscii(text: string): string {
  let owed = 0
  return text.replace(/[^\u0000-\u007f]|\n| {3,}/gu, (found) => {
    if (found === '\n') owed = 0
    if (found.trim() === '') {
      const given = Math.min(owed, Math.max(0, found.length - 2))
      owed -= given
      return found.slice(given)
    }
    const spelled = signs[found] ?? '?'
    owed += spelled.length - 1
    return spelled
  })
}

/** A locale that names another character set, or a console whose font has few letters. Without a locale nothing is known, and today's terminals can. */
export function isAsciiOnly({ LC_ALL, LC_CTYPE, LANG, TERM }: Env, isScreen: boolean): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG || ''
  if (locale !== '' && !/utf-?8/i.test(locale)) return true
  return isScreen && (TERM === 'linux' || TERM === 'dumb')
}

export const spellFor = (env: Env, isScreen: boolean): Spell =>
  isAsciiOnly(env, isScreen) ? spellAscii : (text) => text
