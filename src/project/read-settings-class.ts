import { fallbackOf, lineAt, type Reading } from './reading.ts'

const header = /^class\s+(\w+)\(([^)]*)\)\s*:/gm
const field = /^(?: {4}|\t)([A-Za-z]\w*)[ \t]*:[ \t]*([^=#\n]+?)(?:[ \t]*=[ \t]*(.*))?$/gm
const renamed = /\b(?:validation_alias|alias|env)\s*=\s*(?:AliasChoices\(\s*)?["'](\w+)["']/

/** Fields of pydantic settings classes: each is a variable of that name, with the class's prefix, unless it is given another. */
export function readSettingsClass(path: string, text: string): Reading[] {
  if (!path.endsWith('.py') || !text.includes('BaseSettings')) return []
  const known = new Set(['BaseSettings'])
  const heads = [...text.matchAll(header)]
  return heads.flatMap((head) => {
    if (![...known].some((name) => new RegExp(`\\b${name}\\b`).test(head[2]!))) return []
    known.add(head[1]!)
    const start = head.index + head[0].length
    const end = /\n(?=\S)/.exec(text.slice(start))?.index ?? text.length
    return fieldsOf(path, text, start, text.slice(start, start + end))
  })
}

function fieldsOf(path: string, text: string, start: number, body: string): Reading[] {
  const prefix = /env_prefix\s*=\s*["'](\w*)["']/.exec(body)?.[1] ?? ''
  return [...body.matchAll(field)].flatMap((match) => {
    const [, name = '', type = ''] = match
    const whole = match[3] ?? afterType(body, match)
    if (name === 'model_config' || /\bClassVar\b/.test(type)) return []
    const value = whole === undefined ? undefined : match[3] === undefined ? whole : wholeValue(body, match)
    const alias = value && renamed.exec(value)?.[1]
    return {
      path,
      line: lineAt(text, start + match.index),
      name: (alias ?? `${prefix}${name}`).toUpperCase(),
      ...standIn(value, type),
      isList: /^(list|List|set|Set|tuple|Tuple|Sequence)\[/.test(type),
    }
  })
}

/** A type in brackets may end lines below, with the value behind it. */
function afterType(body: string, match: RegExpExecArray | RegExpMatchArray): string | undefined {
  const from = match.index! + match[0].length - match[2]!.length
  const end = closing(body, from)
  return /^\s*=\s*(.*)/.exec(body.slice(end))?.[1]
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
function wholeValue(body: string, match: RegExpExecArray | RegExpMatchArray): string {
  const from = match.index! + match[0].length - match[3]!.length
  let depth = 0
  for (let at = from; at < body.length; at++) {
    if ('([{'.includes(body[at]!)) depth++
    if (')]}'.includes(body[at]!)) depth--
    if (body[at] === '\n' && depth <= 0) return body.slice(from, at)
  }
  return body.slice(from)
}

const literal = /^["']([^"']*)["']|^(\d+)\b/

function standIn(value: string | undefined, type: string): Pick<Reading, 'fallback' | 'isRequired'> {
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
