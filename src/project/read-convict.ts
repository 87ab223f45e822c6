import { fallbackOf, lineAt, type Reading } from './reading.ts'

const names = /\benv\s*:\s*["'`]([A-Z][A-Z0-9_]*)["'`]/g
/** `format: []` and `default: {}` are as deep as it goes within a setting of its own. */
const given = /\bdefault\s*:\s*(?:(["'`])(.*?)\1|([^,}\n]*))/s

/** A schema of convict's: `{ env: 'DB_HOST', default: 'localhost' }`, the keys in any order. */
export function readConvict(path: string, text: string): Reading[] {
  if (!/\.[cm]?[jt]s$/.test(path) || !/\bconvict\b/i.test(text)) return []
  return [...text.matchAll(names)].map((match) => {
    const setting = around(text, match.index)
    const value = given.exec(setting)
    // nothing is of no format, so convict complains of it
    const isDemanded = /^null\b/.test(value?.[3] ?? '') && !/\bnullable\s*:\s*true\b/.test(setting)
    return {
      path,
      line: lineAt(text, match.index),
      name: match[1]!,
      fallback: value?.[1] ? fallbackOf(value[2]) : literal(value?.[3]),
      isRequired: isDemanded,
      isChecked: isDemanded,
    }
  })
}

const literal = (text: string | undefined) =>
  /^(\d+|true)\s*$/.test(text ?? '') ? fallbackOf(text) : undefined

/** What stands between the brackets around a place. */
const around = (text: string, at: number) =>
  text.slice(edge(text, at, -1, '{', '}') + 1, edge(text, at, 1, '}', '{'))

function edge(text: string, from: number, step: 1 | -1, out: string, inner: string): number {
  let depth = 0
  for (let at = from; at >= 0 && at < text.length; at += step) {
    if (text[at] === inner) depth++
    if (text[at] === out && depth-- === 0) return at
  }
  return step > 0 ? text.length : -1
}
