import { fallbackOf, lineAt, type Reading } from './reading.ts'

const header = /^class\s+(\w+)\(([^)]*)\)\s*:/gm
const field = /^(?: {4}|\t)([A-Za-z]\w*)[ \t]*:[ \t]*([^=#\n]+?)(?=[ \t]*(?:[=#\n]|$))/gm
const renamed = /\b(?:validation_alias|alias|env)\s*=\s*(?:AliasChoices\(\s*)?["'](\w+)["']/

/** Fields of pydantic settings classes: each is a variable of that name, with the class's prefix, unless it is given another. */
export function readSettingsClass(path: string, text: string): Reading[] {
  if (!path.endsWith('.py') || !text.includes('BaseSettings')) return []
  const known = new Set(['BaseSettings'])
  return classesIn(text).flatMap(({ name: own, bases, start, body }) => {
    if (![...known].some((name) => new RegExp(`\\b${name}\\b`).test(bases))) return []
    known.add(own)
    return fieldsOf(path, text, start, body)
  })
}

/** Each class of a text that has bases, with where its body starts. */
export const classesIn = (text: string) =>
  [...text.matchAll(header)].map((head) => {
    const start = head.index + head[0].length
    const end = /\n(?=\S)/.exec(text.slice(start))?.index ?? text.length
    return { name: head[1]!, bases: head[2]!, start, body: text.slice(start, start + end) }
  })

function fieldsOf(path: string, text: string, start: number, body: string): Reading[] {
  const prefix = prefixOf(body)
  return fieldsIn(body).map(({ name, index, value, type }) => ({
    path,
    line: lineAt(text, start + index),
    name: (aliasOf(value) ?? aliasOf(type) ?? `${prefix}${name}`).toUpperCase(),
    ...standIn(value, type),
    isList: /^(list|List|set|Set|tuple|Tuple|Sequence)\[/.test(type),
  }))
}

export const prefixOf = (body: string) => /env_prefix\s*=\s*["'](\w*)["']/.exec(body)?.[1] ?? ''
const aliasOf = (text: string | undefined) => text && renamed.exec(text)?.[1]

export type SettingsField = { name: string; index: number; type: string; value: string | undefined }

/** What the body of a class declares, each with its type and the value behind it. */
export const fieldsIn = (body: string): SettingsField[] =>
  [...body.matchAll(field)].flatMap((match) => {
    const name = match[1]!
    const from = match.index + match[0].lastIndexOf(match[2]!)
    const { type, end } = wholeType(body, from, match[2]!)
    if (name === 'model_config' || /\bClassVar\b/.test(type)) return []
    const equals = /^[ \t]*=[ \t]*/.exec(body.slice(end))?.[0]
    const value = equals === undefined ? undefined : wholeValue(body, end + equals.length)
    return [{ name, index: match.index, type, value }]
  })

/** A type in brackets goes on until they close, be it lines below. */
function wholeType(body: string, from: number, type: string): { type: string; end: number } {
  const count = (brackets: RegExp) => type.match(brackets)?.length ?? 0
  if (count(/[([{]/g) <= count(/[)\]}]/g)) return { type, end: from + type.length }
  const end = closing(body, from)
  return { type: body.slice(from, end), end }
}

/** Where the line ends on which all brackets are closed again. */
function closing(body: string, from: number): number {
  let depth = 0
  for (let at = from; at < body.length; at++) {
    if ('([{'.includes(body[at]!)) depth++
    if (')]}'.includes(body[at]!) && --depth === 0) return at + 1
    if (body[at] === '\n' && depth <= 0) return at
  }
  return body.length
}

/** A value in brackets goes on until they close. */
function wholeValue(body: string, from: number): string {
  let depth = 0
  for (let at = from; at < body.length; at++) {
    if ('([{'.includes(body[at]!)) depth++
    if (')]}'.includes(body[at]!)) depth--
    if (body[at] === '\n' && depth <= 0) return body.slice(from, at)
  }
  return body.slice(from)
}

const literal = /^["']([^"']*)["']|^(\d+)\b/

export function standIn(value: string | undefined, type: string): Pick<Reading, 'fallback' | 'isRequired'> {
  if (value === undefined) return { isRequired: !/Optional|None/.test(type) }
  const inField = /^Field\(\s*([\s\S]*)\)/.exec(value)?.[1]
  const given = inField === undefined ? value : (/\bdefault\s*=\s*(.*)/.exec(inField)?.[1] ?? inField)
  if (/token_|secrets\.|uuid|urandom/.test(given)) return { isRequired: true }
  const found = literal.exec(given.trim())
  const isOpen =
    inField !== undefined &&
    (/^\.\.\./.test(given) || !/\bdefault(_factory)?\s*=|^\s*["'\d[{\w]+\s*(,|$)/.test(inField))
  return { fallback: fallbackOf(found?.[1] ?? found?.[2]), isRequired: isOpen && !/Optional|None/.test(type) }
}
