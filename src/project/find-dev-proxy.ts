import type { ProxyRule } from '../dockerfile/stack.ts'
import type { Sighting } from './finding.ts'
import type { Folder } from './project-files.ts'

/** Where a dev server is told what to pass on, and what stands in front of it there. */
const places: [file: RegExp, start: RegExp][] = [
  [/(vite|vue|webpack|rsbuild)\.config\.\w+$/, /\bproxy\s*:/],
  [/(^|\/)proxy\.conf(ig)?\.(json|[cm]?js|ts)$/, /^/],
]

/** What the dev server passes on to the backend, and with which path. */
export const findDevProxy = ({ texts }: Folder): Sighting<ProxyRule[]>[] =>
  [...texts].flatMap(([file, text]) => {
    const start = places.find(([name]) => name.test(file))?.[1].exec(text)
    const entries = start ? entriesOf(text, start.index) : []
    if (entries.length === 0) return []
    const line = text.slice(0, entries[0]!.index).split('\n').length
    return [{ value: once(entries.flatMap(rulesOf)), source: `${file}:${line} proxy`, confidence: 'certain' }]
  })

/** A path that is also passed on in a preview is the same one. */
const once = (rules: ProxyRule[]): ProxyRule[] =>
  rules.filter(({ path }, at) => rules.findIndex((one) => one.path === path) === at)

type Entry = { paths: string[]; block: string; index: number }

/** A path in front of its target, or several of them as a `context`. */
const entry = /\bcontext["']?\s*:\s*(\[[^\]]*\]|["'`][^"'`]+["'`])|(["'`]\^?\/[\w/*.-]+["'`])\s*:/g
const path = /["'`]\^?(\/[\w/-]*\w)/g

function entriesOf(text: string, start: number): Entry[] {
  const found = [...withoutRewrites(text).slice(start).matchAll(entry)]
  return found
    .map((match, at) => ({
      paths: [...(match[1] ?? match[2]!).matchAll(path)].map(([, one]) => one!),
      block: text.slice(start + match.index, start + (found[at + 1]?.index ?? text.length)),
      index: start + match.index,
    }))
    .filter(({ paths }) => paths.length > 0)
}

/** The paths to rewrite look like those to pass on. What is blanked keeps its place. */
const withoutRewrites = (text: string): string =>
  text.replace(/\bpathRewrite["']?\s*:\s*\{[^}]*\}|^\s*\/\/.*$/gm, (part) => part.replace(/[^\n]/g, ' '))

/** What is put for the prefix; nothing means that the backend knows nothing of it. */
const replacement =
  /\bpathRewrite["']?\s*:\s*\{\s*["'`][^"'`]*["'`]\s*:\s*["'`]([^"'`]*)|\brewrite\s*:.*replace\([^,]*,\s*["'`]([^"'`]*)/
const isRewritten = /\b(rewrite|pathRewrite)\b/

function rulesOf({ paths, block }: Entry): ProxyRule[] {
  const [, ofMap, ofCall] = replacement.exec(block) ?? []
  const to = isRewritten.test(block) ? (ofMap ?? ofCall) || '/' : undefined
  return paths.map((one) => ({ path: one, to: to ?? one }))
}
