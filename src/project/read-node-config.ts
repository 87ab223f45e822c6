import { type Folder, linesOf } from './project-files.ts'
import { parseObject } from './read-manifest.ts'
import { fallbackOf, type Reading } from './reading.ts'

const named = /(^|\/)config\/custom-environment-variables\.(json|ya?ml)$/
const defaults = /(^|\/)config\/(production|default)\.(json|ya?ml)$/
const variable = /^[A-Z][A-Z0-9_]*$/

/** node-config names in one file the variables that stand before what its settings files give. */
export function readNodeConfig({ texts }: Folder): Reading[] {
  const given = new Map(
    [...texts]
      .filter(([path]) => defaults.test(path))
      .sort(([one]) => (one.includes('/production.') ? 1 : -1))
      .flatMap(([path, text]) => leavesOf(path, text)),
  )
  return [...texts]
    .filter(([path]) => named.test(path))
    .flatMap(([path, text]) =>
      leavesOf(path, text)
        .filter(([, name]) => variable.test(name))
        .map(([key, name]) => {
          const fallback = fallbackOf(given.get(key.replace(/\.__name$/, '')))
          return { path, line: lineOf(path, text, name), name, fallback, isRequired: fallback === undefined }
        }),
    )
}

const lineOf = (path: string, text: string, name: string) =>
  linesOf(path, text).find((line) => new RegExp(`\\b${name}\\b`).test(line.text))?.line ?? 1

const leavesOf = (path: string, text: string): [key: string, value: string][] =>
  path.endsWith('.json') ? ofObject(parseObject(text)) : ofYaml(path, text)

const ofObject = (value: object, above = ''): [string, string][] =>
  Object.entries(value).flatMap(([key, it]): [string, string][] => {
    const path = above ? `${above}.${key}` : key
    if (typeof it === 'object' && it !== null && !Array.isArray(it)) return ofObject(it, path)
    return it === null || it === undefined ? [] : [[path, String(it)]]
  })

/** By indentation. */
function ofYaml(path: string, text: string): [string, string][] {
  const above: { key: string; indent: number }[] = []
  return linesOf(path, text).flatMap((line): [string, string][] => {
    const [, space = '', key, value = ''] =
      /^(\s*)([\w-]+):\s*(?:["']?(.*?)["']?\s*(?:#.*)?)$/.exec(line.text) ?? []
    if (key === undefined) return []
    while (above.length > 0 && above.at(-1)!.indent >= space.length) above.pop()
    above.push({ key, indent: space.length })
    return value ? [[above.map((it) => it.key).join('.'), value]] : []
  })
}
