import type { FileListing } from '../ports.ts'
import { isManifest } from './is-manifest.ts'

/** What detection reads from: every path of the listing, and the texts of those that `filesToRead` chose. */
export type ProjectFiles = { paths: string[]; texts: ReadonlyMap<string, string> }

/** A folder that may hold a component, with the files that belong to no folder nested in it. */
export type Folder = ProjectFiles & { dir: string }

export type Line = { path: string; line: number; text: string }

const mostSources = 1500
/** Bytes of a text that somebody wrote; what is larger was made by a tool, and says nothing. */
export const largestText = 256 * 1024
const sources = /\.(m?[jt]sx?|cjs|py|go|rb|java|kt|cs|php|rs|exs?|vue|svelte|astro)$/
const beside =
  /(^|\/)(node_modules|\.(?!docker\/)[\w-]+|dist|build|out|coverage|vendor|venv|__pycache__|tests?|__tests__|spec|e2e|docs?|fixtures?)\//
const testFile =
  /(\.(test|spec|stories|d)\.\w+$)|((^|\/)(vitest|jest|playwright|cypress|karma|wdio)\.\w+(\.\w+)?$)|((^|\/)(test_\w+|\w+_test)\.(py|go)$)/

export const isSource = (path: string) => sources.test(path) && !testFile.test(path)
export const isBeside = (path: string) => beside.test(path)

/** Manifests first, then sources near the root, until there are enough to judge by. */
export function filesToRead(listing: FileListing): string[] {
  const readable = listing.filter(({ path, link }) => !link && !isBeside(path))
  const paths = readable.map(({ path }) => path)
  const code = paths
    .filter(isSource)
    .map((path) => ({ path, depth: path.split('/').length }))
    .sort((one, other) => one.depth - other.depth || (one.path < other.path ? -1 : 1))
  return [...paths.filter(isManifest), ...code.slice(0, mostSources).map(({ path }) => path)]
}

export const at = ({ path, line }: Pick<Line, 'path' | 'line'>) => `${path}:${line}`

/** Joins a folder (`.` is the root) and a name. */
export const within = (dir: string, name: string) => (dir === '.' ? name : `${dir}/${name}`)

export function linesOf(path: string, text: string): Line[] {
  return text.split('\n').map((line, index) => ({ path, line: index + 1, text: line }))
}

/** Every match of a pattern with a `g` flag, line by line, in the files that `belongs` accepts. */
export function findMatches(files: ProjectFiles, belongs: (path: string) => boolean, pattern: RegExp) {
  return [...files.texts.keys()]
    .filter(belongs)
    .flatMap((path) => codeOf(files, path))
    .flatMap((line) => [...line.text.matchAll(pattern)].map((match) => ({ ...line, match })))
}

/** Many patterns are looked for in the same texts; each is taken apart once. */
const taken = new WeakMap<ProjectFiles['texts'], Map<string, Line[]>>()

function codeOf({ texts }: ProjectFiles, path: string): Line[] {
  const known = taken.get(texts) ?? new Map<string, Line[]>()
  taken.set(texts, known)
  const lines =
    known.get(path) ??
    linesOf(path, texts.get(path) ?? '').filter(({ text }) => !/^\s*(\/\/|\*|#(?!!))/.test(text))
  known.set(path, lines)
  return lines
}
