/** Shorter ones would mask half of what is printed. */
export const shortestMasked = 6

/** The texts that give a secret away: all of it and the password in it, as they are and once decoded. */
export const wholeForms = (value: string): string[] => formsOf([value, ...passwordsOf(value.trim())])

/** What is printed of a secret, and others may have too: a line of it, or who logs in. */
export const lineForms = (value: string): string[] =>
  formsOf([...linesOf(value.trim()), ...userInfosOf(value.trim())])

function formsOf(parts: string[]): string[] {
  const forms = parts
    .flatMap((part) => [part, decoded(part)])
    .map((form) => form.replace(/\r\n?/g, '\n').trim())
  return [...new Set(forms)].filter((form) => form.length >= shortestMasked)
}

/** The frame around a key is in every key. */
const linesOf = (text: string) =>
  text.includes('\n') ? text.split('\n').filter((line) => !/^\s*-----(BEGIN|END) /.test(line)) : []

/** A password that nobody has encoded ends at the last `@`. */
function userInfosOf(text: string): string[] {
  const [, inUrl = ''] = /^[a-z][a-z0-9+.:-]*:\/\/([^/?#]*)@/i.exec(text) ?? []
  const [, upToLast = ''] = /^[a-z][a-z0-9+.:-]*:\/\/(.*)@/is.exec(text) ?? []
  return [inUrl, upToLast].filter((userInfo) => userInfo.includes(':'))
}

/** As a URL, JDBC, libpq and Npgsql write it. */
function passwordsOf(text: string): string[] {
  const named = text.matchAll(
    /(?:^|[?&\s;])(?:password|pwd)\s*=\s*('(?:\\.|[^'])*'|"(?:""|[^"])*"|[^&\s;]+)/gi,
  )
  return [
    ...userInfosOf(text).map((userInfo) => userInfo.slice(userInfo.indexOf(':') + 1)),
    ...[...named].flatMap(([, password = '']) => [password, unquoted(password)]),
  ]
}

const unquoted = (text: string) =>
  /^(['"]).*\1$/s.test(text) ? text.slice(1, -1).replace(/\\(.)/gs, '$1').replaceAll('""', '"') : text

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
