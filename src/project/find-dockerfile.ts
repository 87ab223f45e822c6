import { copySources, covers } from '../dockerfile/copy-sources.ts'
import { type Dockerfile, readDockerfile } from '../dockerfile/read-dockerfile.ts'
import { startedProject } from './dotnet-projects.ts'
import { folderOf } from './find-folders.ts'
import type { Finding } from './finding.ts'
import { at, type Folder, type ProjectFiles, within } from './project-files.ts'
import type { ComposeService } from './read-compose.ts'
import { nameOf } from './read-manifest.ts'
import { startsAnother } from './starts-another.ts'

export type FoundDockerfile = {
  file: Dockerfile
  finding: Finding<string>
  /** Where it is built from, when that is not its component's folder. */
  context?: Finding<string>
}

const isDockerfile = (path: string) =>
  /(^|\/)((Docker|Container)file([._-][\w.-]+)?|[\w.-]+\.(Docker|Container)file)$/i.test(path)
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
  const isTheirs = (path: string) => {
    const project = projectOf(path, files)
    return copiesOnly(nested, path, files) || (project !== undefined && nested.includes(folderOf(project)))
  }
  const usable = own.filter((path) => !forOthers.test(nameOf(path)) && !isTheirs(path))
  const composed = services.filter(
    (it) =>
      builds(it, folder, files) &&
      !forOthers.test(nameOf(it.dockerfile!)) &&
      !isTheirs(it.dockerfile!) &&
      (isIn(folder.dir, it.dockerfile!) || !startsAnother(folder, it.dockerfile!, files)),
  )
  const others = dirs.filter((it) => it !== folder.dir)
  const path =
    usable.find((it) => forProduction.test(nameOf(it))) ??
    usable.find((it) => /^(Docker|Container)file$/i.test(nameOf(it))) ??
    chooseComposed(composed, folder, others, files) ??
    (usable.length === 1 ? usable[0] : undefined) ??
    ofProject(folder, files) ??
    elsewhere(folder, files)
  const text = path === undefined ? undefined : files.texts.get(path)
  if (path === undefined || text === undefined) return undefined
  const file = readDockerfile(path, text)
  const service = services.find((it) => it.dockerfile === path)
  const rest = usable.filter((it) => it !== path).map((value) => ({ value, source: value }))
  return {
    file,
    finding: {
      value: path,
      source: path,
      confidence: rest.length > 0 ? 'likely' : 'certain',
      conflicts: rest,
    },
    context: findContext(file, folder, files, service),
  }
}

/** Each app's Dockerfile copies the manifests of all in a workspace: it is for the one that it brings whole, or is called after. */
function chooseComposed(
  composed: ComposeService[],
  { dir }: Folder,
  others: string[],
  { texts }: ProjectFiles,
): string | undefined {
  const paths = composed.map(({ dockerfile }) => dockerfile!)
  const isOthers = (path: string) => {
    const sources = sourcesOf(readDockerfile(path, texts.get(path)!))
    const liesIn = (it: string) => it !== '.' && path.startsWith(`${it}/`)
    if (liesIn(dir)) return false
    return others.some(liesIn) || (!sources.includes(dir) && others.some((it) => sources.includes(it)))
  }
  const own = paths.filter((path) => !isOthers(path))
  return own.find((path) => calledAfter(dir).test(path)) ?? own[0]
}

const calledAfter = (dir: string) =>
  new RegExp(`(^|[._/-])${nameOf(dir).replace(/[^\w-]/g, '.')}([._/-]|$)`, 'i')

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

/** The .NET project that an image starts. */
const projectOf = (path: string, { paths, texts }: ProjectFiles) =>
  startedProject(texts.get(path) ?? '', paths)

/** A Dockerfile of a solution stands above the project that it starts. */
const ofProject = ({ dir }: Folder, files: ProjectFiles): string | undefined =>
  [...files.texts.keys()].find((path) => {
    const project = isDockerfile(path) && !forOthers.test(path) ? projectOf(path, files) : undefined
    return project !== undefined && folderOf(project) === dir
  })

/** `Dockerfile.backend`, `docker/backend/Dockerfile`, `docker/api.Dockerfile`: called after the folder, and copies from it. */
function elsewhere({ dir }: Folder, { texts }: ProjectFiles): string | undefined {
  if (dir === '.') return undefined
  const found = [...texts.keys()].filter(
    (path) =>
      isDockerfile(path) &&
      !path.startsWith(`${dir}/`) &&
      calledAfter(dir).test(path) &&
      !forOthers.test(path) &&
      sourcesOf(readDockerfile(path, texts.get(path)!)).some((source) => isIn(dir, source)),
  )
  return found.length === 1 ? found[0] : found.find((path) => forProduction.test(path))
}

const sourcesOf = ({ stages }: Dockerfile): string[] => stages.flat().flatMap(copySources)

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
  // what may be absent says nothing
  const sources = sourcesOf(file).filter(
    (source) => source !== '' && source !== '.' && !/[?[]|\*$/.test(source),
  )
  const isThere = (base: string, source: string) => paths.some((it) => covers(within(base, source), it))
  const count = (base: string) => sources.filter((source) => isThere(base, source)).length
  const above = [folderOf(file.path), '.'].find((base) => count(base) > count(dir))
  const isAbove = sources.length > 0 && above !== undefined
  if (!prune && !isAbove) return undefined
  const source = prune
    ? `${file.path}:${prune.line} prunes the workspace`
    : `${file.path} copies ${sources.find((it) => isThere(above!, it) && !isThere(dir, it))}`
  return { value: prune ? '.' : above!, source, confidence: 'likely', conflicts: [] }
}
