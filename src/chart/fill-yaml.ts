import { EVENT_ID, type Event, getScalarValue, parseEvents } from 'js-yaml'
import { yamlScalar } from '../config/yaml-scalar.ts'
import { isMap } from './is-map.ts'
import type { Values } from './merge-values.ts'

type Node = {
  start: number
  end: number
  /** Keys of a block mapping; absent for scalars, lists and `{…}`, which are replaced as a whole. */
  children?: Map<string, Node>
  value?: string
}

type Edit = { start: number; end: number; text: string }

/** Puts values into a commented YAML text: only the values change, so comments and order stay a person's. */
export function fillYaml(template: string, values: Values): string {
  const edits = editsFor(readTree(template), values, template)
  return edits
    .sort((a, b) => b.start - a.start)
    .reduce(
      (text, { start, end, text: replacement }) => text.slice(0, start) + replacement + text.slice(end),
      template,
    )
}

function editsFor(node: Node, values: Values, template: string): Edit[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const child = node.children?.get(key)
    if (!child) throw new Error(`the template has no value \`${key}\``)
    const isOpen =
      isMap(value) && child.children && Object.keys(value).every((name) => child.children!.has(name))
    if (isOpen) return editsFor(child, value, template)
    const text = yamlText(value, indentAt(template, child.start))
    if (text === template.slice(child.start, child.end)) return []
    const isBelow = text.startsWith('\n') && template[child.start - 1] === ' '
    return [{ start: child.start - (isBelow ? 1 : 0), end: child.end, text }]
  })
}

function indentAt(template: string, offset: number): number {
  const line = template.slice(template.lastIndexOf('\n', offset - 1) + 1)
  return line.length - line.trimStart().length
}

/** A value after `key: `; maps and lists of maps go below it. */
function yamlText(value: unknown, indent: number): string {
  const pad = `\n${' '.repeat(indent + 2)}`
  if (Array.isArray(value)) {
    if (value.length === 0 || !value.some(isMap)) return inline(value)
    return value.map((item) => `${pad}- ${inline(item)}`).join('')
  }
  if (!isMap(value) || Object.keys(value).length === 0) return inline(value)
  const lines = Object.keys(value).map(
    (key) => `${pad}${yamlScalar(key)}: ${yamlText(value[key], indent + 2)}`,
  )
  return lines.join('').replace(/: (?=\n)/g, ':')
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`
  if (isMap(value)) {
    const pairs = Object.entries(value).map(([key, part]) => `${yamlScalar(key)}: ${inline(part)}`)
    return `{${pairs.join(', ')}}`
  }
  return yamlScalar(value)
}

function readTree(template: string): Node {
  const root: Node = { start: 0, end: template.length, children: new Map() }
  const open: { node: Node; key?: string; isFlow: boolean }[] = []
  for (const event of parseEvents(template, {})) {
    const top = open.at(-1)
    if (event.type === EVENT_ID.DOCUMENT) continue
    if (event.type === EVENT_ID.POP) {
      if (top) close(open.pop()!, open.at(-1)?.node, template)
      continue
    }
    if (top?.node.children && top.key === undefined && event.type === EVENT_ID.SCALAR) {
      top.key = getScalarValue(template, event)
      continue
    }
    const node = nodeFor(event, template)
    if (top?.node.children && top.key !== undefined) top.node.children.set(top.key, node)
    if (top) {
      top.key = undefined
      top.node.end = Math.max(top.node.end, node.end)
    }
    if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) {
      open.push({ node: open.length === 0 ? root : node, isFlow: event.style === 2 })
    }
  }
  return root
}

function nodeFor(event: Event, template: string): Node {
  if (event.type === EVENT_ID.SCALAR) {
    const isQuoted = event.style === 2 || event.style === 3
    return { start: event.valueStart - (isQuoted ? 1 : 0), end: event.valueEnd + (isQuoted ? 1 : 0) }
  }
  const start = 'start' in event ? event.start : 0
  const isBlockMapping = event.type === EVENT_ID.MAPPING && event.style === 1
  // A block mapping begins at its first key; what is replaced begins right after the parent's colon.
  const from = isBlockMapping ? template.lastIndexOf(':', start) + 1 : start
  return { start: from, end: start, ...(isBlockMapping && { children: new Map() }) }
}

function close(
  { node, isFlow }: { node: Node; isFlow: boolean },
  parent: Node | undefined,
  template: string,
): void {
  if (isFlow) node.end = template.slice(node.end).search(/[\]}]/) + node.end + 1
  if (parent) parent.end = Math.max(parent.end, node.end)
}
