import { fallbackOf, lineAt, type Reading } from './reading.ts'

const isConfig = (path: string) => /(^|\/)nuxt\.config\.\w+$/.test(path)
const token =
  /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`|\/\/[^\n]*|\/\*[\s\S]*?\*\/|([\w$]+)\s*:|[{}[\](),]/g

/** `apiSecret` of `runtimeConfig` is taken from NUXT_API_SECRET when the server starts, `public.url` from NUXT_PUBLIC_URL. */
export function readNuxtConfig(path: string, text: string): Reading[] {
  const block = isConfig(path) ? blockOf(text) : undefined
  if (!block) return []
  const keys: string[] = []
  const found: Reading[] = []
  let open = 0
  let isKey = true
  for (const match of block.text.matchAll(token)) {
    const [all, key] = match
    const end = match.index + all.length
    if (key !== undefined && isKey && open === 0) {
      const isObject = /^\s*\{/.test(block.text.slice(end))
      if (isObject) keys.push(key)
      else
        found.push(
          readingOf([...keys, key], block.text.slice(end), path, lineAt(text, block.start + match.index)),
        )
      isKey = false
    } else if (all === '{' && !isKey && open === 0) isKey = true
    else if ('[({'.includes(all)) open++
    else if (open > 0 && '])}'.includes(all)) open--
    else if (all === '}') keys.pop()
    else if (all === ',') isKey = open === 0
  }
  return found.filter(({ name }) => !name.startsWith('NUXT_APP_'))
}

/** What the settings read for it when the image is built is only where the value starts from. */
export function withoutRuntimeConfig(path: string, text: string): string {
  const block = isConfig(path) ? blockOf(text) : undefined
  if (!block) return text
  const end = block.start + block.text.length
  return `${text.slice(0, block.start)}${block.text.replace(/[^\n]/g, ' ')}${text.slice(end)}`
}

/** What stands between the braces of `runtimeConfig: { … }`. */
function blockOf(text: string): { text: string; start: number } | undefined {
  const head = /\bruntimeConfig\s*:\s*\{/.exec(text)
  if (!head) return undefined
  const start = head.index + head[0].length
  let depth = 1
  for (const match of text.slice(start).matchAll(token)) {
    if (match[0] === '{') depth++
    if (match[0] === '}' && --depth === 0) return { text: text.slice(start, start + match.index), start }
  }
  return undefined
}

const literal = /^\s*(?:process\.env\.\w+\s*(?:\?\?|\|\|)\s*)?(["'`])(.*?)\1/
const nothing = /^\s*(?:process\.env\.\w+|undefined|null)\s*(?:[,}]|\/[/*]|$)/

function readingOf(keys: string[], after: string, path: string, line: number): Reading {
  const given = literal.exec(after)?.[2]
  const name = `NUXT_${keys.map(upper).join('_')}`
  return { path, line, name, fallback: fallbackOf(given), isRequired: given === '' || nothing.test(after) }
}

const upper = (key: string) => key.replace(/([a-z\d])([A-Z])/g, '$1_$2').toUpperCase()
