import type { Json } from '../json.ts'
import { isRecord } from '../json.ts'

/** Paths of fields that somebody owns. A path is its elements (`f:spec`, `k:{"name":"a"}`, `v:"x"`) joined by NUL. */
export type PathSet = Set<string>

const separator = '\0'

export const childPath = (path: string, element: string): string =>
  path === '' ? element : `${path}${separator}${element}`

export const elementsOf = (path: string): string[] => path.split(separator)

/** As `managedFields` prints them: a tree in which `.` stands for the node itself. */
export function toFieldsV1(paths: PathSet): Json {
  const root: Json = {}
  for (const path of [...paths].sort()) {
    let node = root
    for (const element of elementsOf(path)) {
      node[element] ??= {}
      node = node[element] as Json
    }
    node['.'] = {}
  }
  return withoutLeafDots(root)
}

function withoutLeafDots(node: Json): Json {
  const keys = Object.keys(node)
  if (keys.length === 1 && keys[0] === '.') return {}
  const sorted = keys.sort((a, b) => (a < b ? -1 : 1))
  return Object.fromEntries(sorted.map((key) => [key, key === '.' ? {} : withoutLeafDots(node[key] as Json)]))
}

export function fromFieldsV1(node: unknown, path = '', into: PathSet = new Set()): PathSet {
  const entries = isRecord(node) ? Object.entries(node) : []
  if (path !== '' && (entries.length === 0 || entries.some(([key]) => key === '.'))) into.add(path)
  for (const [key, child] of entries) if (key !== '.') fromFieldsV1(child, childPath(path, key), into)
  return into
}

export const union = (...sets: PathSet[]): PathSet => new Set(sets.flatMap((set) => [...set]))
export const without = (set: PathSet, other: PathSet): PathSet =>
  new Set([...set].filter((path) => !other.has(path)))
export const shared = (set: PathSet, other: PathSet): PathSet =>
  new Set([...set].filter((path) => other.has(path)))

/** Owning a field is also having a say in the parents that hold it. */
export function withParents(set: PathSet): PathSet {
  const all: PathSet = new Set(set)
  for (const path of set) {
    const elements = elementsOf(path)
    for (let length = 1; length < elements.length; length++)
      all.add(elements.slice(0, length).join(separator))
  }
  return all
}

/** `.spec.template.spec.containers[name="app"].image`, as conflicts are worded. */
export function pathText(path: string): string {
  return elementsOf(path).map(elementText).join('')
}

function elementText(element: string): string {
  if (element.startsWith('f:')) return `.${element.slice(2)}`
  if (element.startsWith('v:')) return `[=${element.slice(2)}]`
  const keys = Object.entries(JSON.parse(element.slice(2)) as Json)
  return `[${keys.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}]`
}
