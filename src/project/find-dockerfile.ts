import { type Dockerfile, readDockerfile } from '../dockerfile/read-dockerfile.ts'
import type { Finding } from './finding.ts'
import { at, type Folder, type ProjectFiles, within } from './project-files.ts'
import type { ComposeService } from './read-compose.ts'
import { nameOf } from './read-manifest.ts'

export type FoundDockerfile = {
  file: Dockerfile
  finding: Finding<string>
  /** Where it is built from, when that is not its component's folder. */
  context?: Finding<string>
}

const isDockerfile = (path: string) => /(^|\/)(Dockerfile([._-][\w.-]+)?|[\w.-]+\.Dockerfile)$/i.test(path)
const forProduction = /(^|[._/-])prod(uction)?([._/-]|$)/i
const forOthers =
  /(^|[._/-])(dev|development|local|test|tests|ci|e2e|debug|worker|beat|celery|cron|db|postgres|migrat\w*)([._/-]|$)/i

/** The one for production, the folder's own, the one that compose builds it from, or one elsewhere that is called after it. */
export function findDockerfile(
  folder: Folder,
  files: ProjectFiles,
  services: ComposeService[],
  dirs: string[] = [],
): FoundDockerfile | undefined {
  const own = folder.paths.filter(
    (path) => isDockerfile(path) && folder.texts.has(path) && isDirectlyIn(folder.dir, path),
  )
  const nested = dirs.filter((it) => it !== folder.dir && (folder.dir === '.' || isIn(folder.dir, it)))
  const isTheirs = (path: string) => copiesOnly(nested, path, files)
  const usable = own.filter((path) => !forOthers.test(nameOf(path)) && !isTheirs(path))
  const composed = services.filter(
    (it) => builds(it, folder, files) && !forOthers.test(nameOf(it.dockerfile!)) && !isTheirs(it.dockerfile!),
  )
  const path =
    usable.find((it) => forProduction.test(nameOf(it))) ??
    usable.find((it) => nameOf(it) === 'Dockerfile') ??
    composed[0]?.dockerfile ??
    (usable.length === 1 ? usable[0] : undefined) ??
    elsewhere(folder, files)
  const text = path === undefined ? undefined : files.texts.get(path)
  if (path === undefined || text === undefined) return undefined
  const file = readDockerfile(path, text)
  const service = services.find((it) => it.dockerfile === path)
  const others = usable.filter((it) => it !== path).map((value) => ({ value, source: value }))
  return {
    file,
    finding: {
      value: path,
      source: path,
      confidence: others.length > 0 ? 'likely' : 'certain',
      conflicts: others,
    },
    context: findContext(file, folder, files, service),
  }
}

/** A Dockerfile above a component that copies nothing else is that component’s. */
function copiesOnly(dirs: string[], path: string, { texts }: ProjectFiles): boolean {
  const sources = sourcesOf(readDockerfile(path, texts.get(path) ?? ''))
  return sources.length > 0 && dirs.some((dir) => sources.every((source) => isIn(dir, source)))
}

const isDirectlyIn = (dir: string, path: string) => path === within(dir, nameOf(path))

/** A service whose Dockerfile lies in the folder, is built from it, or copies it. */
function builds({ dockerfile, context }: ComposeService, { dir }: Folder, { texts }: ProjectFiles): boolean {
  const text = dockerfile && texts.get(dockerfile)
  if (!dockerfile || !text) return false
  if (context === dir || (dir !== '.' && dockerfile.startsWith(`${dir}/`))) return true
  return (
    dir !== '.' && context === '.' && sourcesOf(readDockerfile(dockerfile, text)).some((it) => isIn(dir, it))
  )
}

const isIn = (dir: string, path: string) => path === dir || path.startsWith(`${dir}/`)

/** `Dockerfile.backend`, `docker/backend/Dockerfile`, `docker/api.Dockerfile`: called after the folder, and copies from it. */
function elsewhere({ dir }: Folder, { texts }: ProjectFiles): string | undefined {
  if (dir === '.') return undefined
  const name = nameOf(dir)
  const named = new RegExp(`(^|[._/-])${name.replace(/[^\w-]/g, '.')}([._/-]|$)`, 'i')
  const found = [...texts.keys()].filter(
    (path) =>
      isDockerfile(path) &&
      !path.startsWith(`${dir}/`) &&
      named.test(path) &&
      !forOthers.test(path) &&
      sourcesOf(readDockerfile(path, texts.get(path)!)).some((source) => isIn(dir, source)),
  )
  return found.length === 1 ? found[0] : found.find((path) => forProduction.test(path))
}

/** Sources of COPY and ADD that come from the context. */
const sourcesOf = ({ stages }: Dockerfile): string[] =>
  stages
    .flat()
    .filter(({ name, rest }) => (name === 'COPY' || name === 'ADD') && !/--from=|<<|\$/.test(rest))
    .flatMap(({ rest }) =>
      rest
        .replace(/[["\],]/g, ' ')
        .trim()
        .split(/\s+/)
        .filter((word) => !word.startsWith('--'))
        .slice(0, -1)
        .map((word) => word.replace(/^\.?\//, '').replace(/\/$/, '')),
    )

/** As compose has it, or the folder above where the files are that it copies. */
function findContext(
  file: Dockerfile,
  { dir }: Folder,
  { paths }: ProjectFiles,
  service: ComposeService | undefined,
): Finding<string> | undefined {
  if (dir === '.') return undefined
  if (service?.context !== undefined)
    return service.context === dir
      ? undefined
      : {
          value: service.context,
          source: at(service.contextLine ?? service.line),
          confidence: 'certain',
          conflicts: [],
        }
  const prune = file.stages.flat().find(({ rest }) => /\bturbo\b.*\bprune\b/.test(rest))
  const sources = sourcesOf(file).filter((source) => source !== '' && source !== '.' && !/[*?[]/.test(source))
  const isThere = (base: string, source: string) => {
    const path = within(base, source)
    return paths.some((it) => it === path || it.startsWith(`${path}/`))
  }
  const count = (base: string) => sources.filter((source) => isThere(base, source)).length
  const isAbove = sources.length > 0 && count('.') > count(dir)
  if (!prune && !isAbove) return undefined
  const source = prune
    ? `${file.path}:${prune.line} prunes the workspace`
    : `${file.path} copies ${sources.find((it) => isThere('.', it) && !isThere(dir, it))}`
  return { value: '.', source, confidence: 'likely', conflicts: [] }
}
