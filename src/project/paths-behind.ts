import { type Folder, findMatches, isSource } from './project-files.ts'
import { template, writtenAs } from './takes-whole.ts'

const path = String.raw`(\/[a-z][\w-]*)(?=[/"'\x60?$])`
/** What stands behind a socket's address is no path that the browser asks for. */
const ofNoSocket = String.raw`(?<!\bio\(\s*\x60?)`

/** Paths that are put right behind an address: `${API_URL}/api`, `basePath: '/api/auth'`, and a socket's own. */
export function pathsBehind(name: string, folder: Folder): string[] {
  const found = [...folder.texts].flatMap(([file, text]) => {
    if (!isSource(file) || !text.includes(name)) return []
    const what = writtenAs(name, text)
    const behind = [
      String.raw`${ofNoSocket}\$\{\s*${what}[^}]*\}`,
      String.raw`${ofNoSocket}(?<![\w.])${what}(?:\s*(?:\?\?|\|\|)[^+]{0,99}\))?\s*\+\s*["'\x60]`,
      String.raw`\bbasePath\s*:\s*["'\x60]`,
    ]
    const pattern = new RegExp(`(?:${behind.join('|')})${path}`, 'g')
    const appended = findMatches(folder, (it) => it === file, pattern).map(({ match }) => match[1]!)
    return [...appended, ...socketPath(what, text)]
  })
  return [...new Set(found)]
}

function socketPath(what: string, text: string): string[] {
  const told = String.raw`[^)]{0,300}?\bpath\s*:\s*["'\x60](\/[a-z][\w.-]*)`
  const socket = new RegExp(String.raw`\bio\(${template}${what}(?:${told})?`).exec(text)
  return socket ? [socket[1] ?? '/socket.io'] : []
}
