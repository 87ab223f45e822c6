import { type Line, linesOf, type ProjectFiles, within } from './project-files.ts'

/** A service of a compose file, as far as detection asks about it. */
export type ComposeService = {
  name: string
  line: Line
  image?: string
  /** The folder that it is built from, relative to the project. */
  context?: string
  isBuilt: boolean
  /** What the container listens on, by its published ports. */
  ports: { port: number; line: Line }[]
  command?: { text: string; line: Line }
  environment: Set<string>
}

const composeFile = /(^|\/)(docker-)?compose(\.(dev|local|override|prod|production))?\.ya?ml$/

export const readComposeFiles = ({ texts }: ProjectFiles): ComposeService[] =>
  [...texts].filter(([path]) => composeFile.test(path)).flatMap(([path, text]) => readServices(path, text))

/** By indentation: a name below `services:`, and what stands below it. */
function readServices(path: string, text: string): ComposeService[] {
  const found: ComposeService[] = []
  let isInside = false
  let indent = 0
  let section = { key: '', indent: 0 }
  for (const line of linesOf(path, text)) {
    if (/^\s*(#|$)/.test(line.text)) continue
    const space = /^ */.exec(line.text)![0].length
    const [, key, value = ''] = /^ *([\w.-]+):\s*(.*?)\s*$/.exec(line.text) ?? []
    if (space === 0) {
      isInside = key === 'services'
      indent = 0
    } else if (isInside && key !== undefined && (indent === 0 || space === indent)) {
      indent = space
      section = { key: '', indent: 0 }
      found.push({ name: key, line, isBuilt: false, ports: [], environment: new Set() })
    } else if (isInside && found.length > 0) {
      const service = found.at(-1)!
      if (key !== undefined && (section.key === '' || space <= section.indent)) {
        section = { key, indent: space }
        readKey(service, key, value, line)
      } else readBelow(service, section.key, key, value, line)
    }
  }
  return found
}

const plain = (text: string) => text.replace(/^(["'])(.*)\1$/, '$2')

function readKey(service: ComposeService, key: string, value: string, line: Line): void {
  if (key === 'image') service.image = plain(value)
  if (key === 'build') {
    service.isBuilt = true
    if (value) service.context = folderOf(line, plain(value))
  }
  if (key === 'command' && value) service.command = { text: /^[>|]/.test(value) ? '' : plain(value), line }
}

function readBelow(
  service: ComposeService,
  section: string,
  key: string | undefined,
  value: string,
  line: Line,
): void {
  const item = plain(/^\s*-\s*(.*?)\s*$/.exec(line.text)?.[1] ?? '')
  if (section === 'build' && key === 'context') service.context = folderOf(line, plain(value))
  if (section === 'ports') service.ports.push(...portOf(item || `${value}`, line))
  if (section === 'command' && service.command)
    service.command.text = `${service.command.text} ${item || line.text.trim()}`.trim()
  if (section === 'environment') {
    const name = key ?? /^([A-Za-z_]\w*)/.exec(item)?.[1]
    if (name) service.environment.add(name)
  }
}

function portOf(text: string, line: Line): { port: number; line: Line }[] {
  const port = Number(/(?:^|:)(\d+)(?:\/tcp)?$/.exec(text)?.[1])
  return port > 0 ? [{ port, line }] : []
}

function folderOf({ path }: Line, context: string): string {
  const base = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.'
  const inside = context.replace(/^\.\//, '').replace(/\/$/, '')
  return inside === '.' || inside === '' ? base : within(base, inside)
}
