import { constructFromEvents, EVENT_ID, type Event, parseEvents, YAMLException } from 'js-yaml'
import type { Fault, Path } from './problem.ts'
import { type Position, type Positions, yamlPositions } from './yaml-positions.ts'

export type YamlFault = Fault & Position
export type ReadYaml = { value: Record<string, unknown>; positions: Positions } | { faults: YamlFault[] }

const limits = { characters: 2 * 1024 * 1024, depth: 40, aliases: 16 }

/** Reads one YAML mapping, written by people or by somebody hostile: nothing is expanded, run or guessed. */
export function readYaml(text: string): ReadYaml {
  if (text.length > limits.characters) return { faults: [atStart(tooLong(text.length))] }
  try {
    const source = text.replace(/^\uFEFF/, '')
    const damage = findDamage(source)
    if (damage) return { faults: [damage] }
    const events = parseEvents(source, { maxDepth: limits.depth })
    const refusal = findRefusal(source, events)
    if (refusal) return { faults: [refusal] }
    const [value] = constructFromEvents(events, { source, maxAliases: limits.aliases })
    if (!isMapping(value)) return { faults: [atStart(notAMapping(value))] }
    const positions = yamlPositions(source, events)
    const badKey = findPrototypeKey(value)
    return badKey ? { faults: [{ ...prototypeKey, ...positions.key(badKey) }] } : { value, positions }
  } catch (error) {
    return { faults: [fromException(error)] }
  }
}

/** What no editor meant to save. */
const damages: [sign: RegExp, Fault][] = [
  [
    /^(<{7}|>{7}) /m,
    {
      message: 'a merge was left unfinished here',
      hint: 'Keep one side, and remove the lines that git added.',
    },
  ],
  [/\uFFFD/, { message: 'this is not UTF-8 text', hint: 'Save the file as UTF-8.' }],
  [/\0/, { message: 'this is not text', hint: 'Is it the right file? It has to be saved as UTF-8.' }],
]

function findDamage(source: string): YamlFault | undefined {
  const [found] = damages.flatMap(([sign, fault]) => {
    const at = source.search(sign)
    return at === -1 ? [] : [{ ...fault, ...lineAndColumn(source, at) }]
  })
  return found
}

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const atStart = (fault: Fault): YamlFault => ({ ...fault, line: 1, column: 1 })

const tooLong = (length: number): Fault => ({
  message: `the file has ${length} characters, more than the ${limits.characters} that are read`,
  hint: 'Keep large data in files of your image, not in the configuration.',
})

const notAMapping = (value: unknown): Fault => ({
  message:
    value === undefined || value === null ? 'the file is empty' : 'the file holds no `key: value` lines',
  hint: 'Start with `name: my-app`, or let `k8sdeploy init` write the file.',
})

function findRefusal(source: string, events: Event[]): YamlFault | undefined {
  const documents = events.filter((event) => event.type === EVENT_ID.DOCUMENT)
  if (documents.length > 1) {
    return atStart({
      message: 'the file holds several YAML documents',
      hint: 'Keep one; remove the `---` lines.',
    })
  }
  for (const event of events) {
    const refusal = refuseTag(source, event)
    if (refusal) return refusal
  }
  return findRecursion(source, events)
}

function refuseTag(source: string, event: Event): YamlFault | undefined {
  if (!('tagStart' in event) || event.tagStart === -1) return undefined
  const tag = source.slice(event.tagStart, event.tagEnd)
  const fault = {
    message: `the YAML tag \`${tag}\` is not accepted`,
    hint: 'Write the value plainly, without a tag.',
  }
  return { ...fault, ...lineAndColumn(source, event.tagStart) }
}

/** Only as a key is it dangerous: code that copies the map would change every object. */
function findPrototypeKey(value: unknown, path: Path = []): Path | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, part] of Object.entries(value)) {
    if (key === '__proto__') return [...path, key]
    const inside = findPrototypeKey(part, [...path, key])
    if (inside) return inside
  }
  return undefined
}

const prototypeKey: Fault = { message: '`__proto__` is not accepted as a key', hint: 'Use another name.' }

/** An alias inside the very collection that it names would be an endless value. */
function findRecursion(source: string, events: Event[]): YamlFault | undefined {
  const open: string[] = []
  for (const event of events) {
    if (event.type === EVENT_ID.POP) open.pop()
    else if (event.type === EVENT_ID.DOCUMENT) open.push('')
    else if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) {
      open.push(source.slice(Math.max(event.anchorStart, 0), Math.max(event.anchorEnd, 0)))
    } else if (event.type === EVENT_ID.ALIAS) {
      const name = source.slice(event.anchorStart, event.anchorEnd)
      if (!open.includes(name)) continue
      const fault = { message: `\`*${name}\` refers to itself`, hint: 'Write the value out.' }
      return { ...fault, ...lineAndColumn(source, event.anchorStart) }
    }
  }
  return undefined
}

function lineAndColumn(source: string, offset: number): Position {
  const before = source.slice(0, offset).split(/\r\n|\r|\n/)
  return { line: before.length, column: before.at(-1)!.length + 1 }
}

function fromException(error: unknown): YamlFault {
  if (!(error instanceof YAMLException)) throw error
  const mark = error.mark as { line: number; column: number } | undefined
  const hint = hintFor(error.reason)
  return {
    message: `this is not valid YAML: ${error.reason}`,
    hint,
    line: (mark?.line ?? 0) + 1,
    column: (mark?.column ?? 0) + 1,
  }
}

function hintFor(reason: string): string {
  if (/duplicated mapping key/.test(reason)) return 'Keep one of the two lines with this key.'
  if (/indentation|tab/.test(reason)) return 'Indent with two spaces per level, never with tabs.'
  if (/maxDepth/.test(reason)) return 'The configuration needs no more than a few levels.'
  if (/complex keys/.test(reason)) return 'A key is plain text: `key: value`.'
  if (/unidentified alias/.test(reason)) return 'Name a value with `&name` first, or write it out.'
  if (/aliases/i.test(reason)) return 'Write the values out instead of repeating `*alias`.'
  return 'Look at this line and the one before: a missing quote, bracket or colon.'
}
