import type { Config } from '../config/config.ts'
import { readConfig } from '../config/read-config.ts'
import type { Files, World } from '../ports.ts'
import { detectProject, type Project } from '../project/detect-project.ts'
import { filesToRead, largestText } from '../project/project-files.ts'
import { concealDeclared } from './conceal-declared.ts'
import { configFile, loadConfig } from './load-config.ts'
import { readWritten, type Written, writtenFile } from './written.ts'

/** What is there before anything is asked. */
export type Look = {
  /** Name of the project's folder. */
  folder: string
  paths: string[]
  project: Project
  existing?: Config
  /** A dotenv file that exists, though git ignores it. */
  envFile?: string
  written: Written
}

type Needs = Pick<World, 'env' | 'secrets'>

const secretFiles = ['.env', 'backend/.env', '.env.local']

/** Reads the project. A config that does not parse stops here, unless it is going to be replaced anyway. */
export async function look(files: Files, overwrite: boolean, world: Needs): Promise<Look> {
  const listing = await files.list()
  const wanted = filesToRead(listing)
  const written = readWritten(await files.read(writtenFile))
  const read = await Promise.all(
    wanted.map(async (path) => [path, (await files.read(path, largestText)) ?? ''] as const),
  )
  const texts = read.filter(([path]) => !isOwn(written, path))
  const paths = listing.map(({ path }) => path)
  return {
    folder: files.root.split(/[\\/]/).findLast((part) => part !== '') ?? 'app',
    paths,
    project: detectProject({ paths: paths.filter((path) => !isOwn(written, path)), texts: new Map(texts) }),
    existing: await findExisting(files, overwrite, world),
    envFile: await firstThere(files, secretFiles),
    written,
  }
}

/** What init wrote itself says nothing about the project: a second look has to see what the first one saw. */
const isOwn = (written: Written, path: string): boolean =>
  written[path] !== undefined && 'text' in written[path]

async function findExisting(files: Files, overwrite: boolean, world: Needs): Promise<Config | undefined> {
  const text = await files.read(configFile)
  if (text === undefined) return undefined
  const result = readConfig(text, configFile)
  if ('config' in result) {
    await concealDeclared(result.config, files, world)
    return result.config
  }
  return overwrite ? undefined : (await loadConfig(files, world)).config
}

async function firstThere(files: Files, paths: string[]): Promise<string | undefined> {
  for (const path of paths) if ((await files.read(path)) !== undefined) return path
  return undefined
}
