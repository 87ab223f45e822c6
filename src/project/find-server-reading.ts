import { isSource, linesOf, type ProjectFiles } from './project-files.ts'

type Texts = [path: string, text: string][]

/** Where Next's own server reads a variable too: a path without a host is no address there. */
export function findServerReading(dir: string, files: ProjectFiles, name: string): string | undefined {
  const texts = [...files.texts].filter(
    ([path]) => (dir === '.' || path.startsWith(`${dir}/`)) && isSource(path) && !isSettings(path),
  )
  const reading = texts.filter(([, text]) => text.includes(name))
  const onServer = reading.find(([path, text]) => !isForBrowser(path, text, texts, new Set()))
  if (!onServer) return undefined
  const line = linesOf(...onServer).find(({ text }) => text.includes(name))!.line
  return `${onServer[0]}:${line}`
}

const isSettings = (path: string) => /(^|\/)next\.config\.\w+$/.test(path)
const saysClient = /^(?:\s|\/\/.*\n|\/\*[\s\S]*?\*\/)*["']use client["']/
const isOldPage = (path: string) => /(^|\/)pages\/(?!api\/)/.test(path)
const loadsOnServer = /\bget(ServerSideProps|StaticProps|InitialProps)\b/

/** By its own directive, or because everything that imports it has one. */
function isForBrowser(path: string, text: string, texts: Texts, seen: Set<string>): boolean {
  if (saysClient.test(text) || (isOldPage(path) && !loadsOnServer.test(text))) return true
  if (seen.has(path)) return true
  seen.add(path)
  const importing = importersOf(path, texts)
  return importing.length > 0 && importing.every((it) => isForBrowser(...it, texts, seen))
}

function importersOf(path: string, texts: Texts): Texts {
  const name = path
    .replace(/(\/index)?\.\w+$/, '')
    .split('/')
    .at(-1)!
    .replace(/[^\w-]/g, '.')
  const imported = new RegExp(`(?:from|import|require\\()\\s*["'][^"'\\n]*[./@~]/?${name}(?:\\.\\w+)?["']`)
  return texts.filter(([other, text]) => other !== path && imported.test(text))
}
