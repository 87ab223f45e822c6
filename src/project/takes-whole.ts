import { type Folder, isSource } from './project-files.ts'

/** What is given an address and refuses a path, or takes it for something else. */
const takers = [
  String.raw`\bnew URL\((?:[^()]*,)?`,
  String.raw`\bcreateAuthClient\((?:<[^>]*>\()?\{[^}]*?\bbaseURL\s*:`,
  String.raw`\bio\(`,
  String.raw`\bnew WebSocket\(`,
].join('|')
export const template = String.raw`\s*(?:\x60\$\{)?`
const environment = String.raw`(?:import\.meta\.env|process\.env|\w*[eE]nv)\.`

/** How a file writes a variable of the browser: by its name, or as a constant that is made of it. */
export function writtenAs(name: string, text: string): string {
  const assigned = new RegExp(`\\b(?:const|let|var)\\s+(\\w+)\\s*=\\s*[^;\\n]*${environment}${name}\\b`, 'g')
  const constants = [...text.matchAll(assigned)].map(([, constant]) => constant!)
  return `(?:${[`${environment}${name}`, ...new Set(constants)].join('|')})\\b`
}

/** Whether a variable of the browser, or a constant of the file that is made of it, is handed to one of these. */
export const takesWhole = (name: string, { texts }: Pick<Folder, 'texts'>): boolean =>
  [...texts].some(
    ([path, text]) =>
      isSource(path) &&
      text.includes(name) &&
      new RegExp(`(?:${takers})${template}${writtenAs(name, text)}`).test(text),
  )

/** Whether it is put behind a scheme, over several lines too: a host, and neither an address nor a path. */
export function isHostOnly(name: string, { texts }: Pick<Folder, 'texts'>): boolean {
  const scheme = String.raw`(?:https?|wss?):\/\/`
  const behind = (what: string) => new RegExp(String.raw`${scheme}(?:\$\{|["'\x60]\s*\+\s*\(?)${what}\b`)
  const assigned = new RegExp(`\\b(?:const|let|var)\\s+(\\w+)\\s*=[^;]{0,200}?${environment}${name}\\b`)
  return [...texts].some(([path, text]) => {
    if (!isSource(path) || !text.includes(name)) return false
    const constant = assigned.exec(text)?.[1]
    return behind(`${environment}${name}`).test(text) || (constant && behind(constant).test(text))
  })
}
