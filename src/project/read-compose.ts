import { inProject } from './in-project.ts'
import { type Line, linesOf, type ProjectFiles } from './project-files.ts'

/** A service of a compose file, as far as detection asks about it. */
export type ComposeService = {
  name: string
  line: Line
  image?: string
  /** The folder that it is built from, relative to the project. */
  context?: string
  contextLine?: Line
  /** What it is built with, relative to the project. */
  dockerfile?: string
  /** The stage of that, when it isn’t the last. */
  target?: string
  isBuilt: boolean
  /** What the container listens on, by its published ports. */
  ports: { port: number; line: Line }[]
  command?: { text: string; line: Line }
  /** Names, with the values that it gives them. */
  environment: Map<string, string>
  /** Folders, files and volumes of its own, and where they are in the container. */
  mounts: { from: string; to: string; line: Line }[]
  /** What compose asks whether it answers. */
  health?: { text: string; line: Line }
}

const composeFile = /(^|\/)(docker-)?compose(\.(dev|local|override|prod|production))?\.ya?ml$/

export const readComposeFiles = ({ texts }: ProjectFiles): ComposeService[] =>
  [...texts]
    .filter(([path]) => composeFile.test(path))
    .flatMap(([path, text]) => readServices(path, text).map((it) => withDockerfile(it, texts)))

/** By indentation: a name below `services:`, and what stands below it. */
function readServices(path: string, text: string): ComposeService[] {
  const found: ComposeService[] = []
  const anchors = new Map<string, ComposeService>()
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
      const service: ComposeService = {
        name: key,
        line,
        isBuilt: false,
        ports: [],
        environment: new Map(),
        mounts: [],
      }
      found.push(service)
      const anchor = /^&(\S+)/.exec(value)?.[1]
      if (anchor) anchors.set(anchor, service)
    } else if (isInside && found.length > 0) {
      const service = found.at(-1)!
      const like = anchors.get(/^\s*<<:\s*\*(\S+)/.exec(line.text)?.[1] ?? '')
      service.image ??= like?.image
      if (key !== undefined && (section.key === '' || space <= section.indent)) {
        section = { key, indent: space }
        const entries = inOneLine(key, value, line)
        readKey(service, key, entries ? '' : value, line)
        for (const entry of entries ?? []) readBelow(service, key, entry.key, entry.value, entry.line)
      } else readBelow(service, section.key, key, value, line)
    }
  }
  return found
}

/** `build: { context: ., dockerfile: x }`, `ports: ["80:80"]`: as it reads over several lines. */
function inOneLine(section: string, text: string, line: Line) {
  const [, start, inside] = /^([[{])(.*)[\]}]$/.exec(text) ?? []
  if (inside === undefined || !/^(build|ports|environment|volumes|healthcheck)$/.test(section))
    return undefined
  const parts = inside.match(/(?:"[^"]*"|'[^']*'|\[[^\]]*\]|\{[^}]*\}|[^,])+/g) ?? []
  return parts.map((part) => {
    const [, key, value = ''] = (start === '{' && /^["']?([\w.-]+)["']?\s*:\s*(.*)$/.exec(part.trim())) || []
    return { key, value, line: { ...line, text: key === undefined ? `- ${part.trim()}` : '' } }
  })
}

const plain = (text: string) => text.replace(/^(["'])(.*)\1$/, '$2')

function readKey(service: ComposeService, key: string, value: string, line: Line): void {
  if (key === 'image') service.image = plain(value)
  if (key === 'build') {
    service.isBuilt = true
    if (value) setContext(service, plain(value), line)
  }
  const isCommand = key === 'command' || (key === 'entrypoint' && !service.command)
  if (isCommand && value) service.command = { text: /^[>|]/.test(value) ? '' : plain(value), line }
}

function readBelow(
  service: ComposeService,
  section: string,
  key: string | undefined,
  value: string,
  line: Line,
): void {
  const item = plain(/^\s*-\s*(.*?)\s*$/.exec(line.text)?.[1] ?? '')
  if (section === 'build' && key === 'context') setContext(service, plain(value), line)
  if (section === 'build' && key === 'target') service.target = plain(value)
  if (section === 'build' && key === 'dockerfile') service.dockerfile = plain(value)
  if (section === 'ports') service.ports.push(...portOf(item || `${value}`, line))
  if ((section === 'command' || section === 'entrypoint') && service.command)
    service.command.text = `${service.command.text} ${item || line.text.trim()}`.trim()
  if (section === 'healthcheck' && key === 'test') service.health = { text: value, line }
  else if (section === 'healthcheck' && service.health && key === undefined) service.health.text += ` ${item}`
  if (section === 'volumes') {
    const [, from, to] = /^([^:]+):([^:]+)(?::\w+)?$/.exec(item) ?? []
    if (from && to) service.mounts.push({ from, to, line })
  }
  if (section === 'environment') {
    const [, name = key, given = value] = /^([A-Za-z_]\w*)(?:=(.*))?$/.exec(item) ?? []
    if (name) service.environment.set(name, plain(given ?? ''))
  }
}

function portOf(text: string, line: Line): { port: number; line: Line }[] {
  const port = Number(/(?:^|:)(\d+)(?:\/tcp)?$/.exec(text)?.[1])
  return port > 0 ? [{ port, line }] : []
}

function setContext(service: ComposeService, context: string, line: Line): void {
  service.context = inProject(folderOf(line), context)
  service.contextLine = line
}

const folderOf = ({ path }: Line) => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.')

/** A Dockerfile is named from the context on; without a name it is the usual one, which docker also takes in small letters. */
function withDockerfile(service: ComposeService, texts: ProjectFiles['texts']): ComposeService {
  const { context, dockerfile } = service
  if (context === undefined) return service
  if (dockerfile !== undefined) return { ...service, dockerfile: inProject(context, dockerfile) }
  const [usual, small] = [inProject(context, 'Dockerfile'), inProject(context, 'dockerfile')]
  return { ...service, dockerfile: texts.has(small) && !texts.has(usual) ? small : usual }
}
