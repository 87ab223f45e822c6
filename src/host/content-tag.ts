import { createHash } from 'node:crypto'
import { createReadStream, lstatSync, readlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DeployError } from '../errors.ts'
import type { ImageBuild } from '../ports.ts'
import { type DockerIgnore, readDockerIgnore } from './docker-ignore.ts'
import { listContext, unreadable } from './list-context.ts'
import { readRegular } from './read-regular.ts'

const atOnce = 32

/** 12 hex digits over all that a build reads: the same content gives the same tag on any machine, whatever the clocks say. */
export async function contentTag(build: ImageBuild, root: string): Promise<string> {
  const dockerfile = await loadDockerfile(resolve(root, build.dockerfile), build.dockerfile)
  const context = resolve(root, build.context)
  const ignores = await loadIgnores(context, resolve(root, build.dockerfile))
  const paths = listContext(context, build.context, ignores)
  const hash = createHash('sha256')
  hash.update(
    JSON.stringify([
      dockerfile,
      sorted(build.args),
      build.target ?? '',
      build.platform ?? '',
      ignores.length,
    ]),
  )
  for (let start = 0; start < paths.length; start += atOnce) {
    const batch = paths.slice(start, start + atOnce)
    for (const line of await Promise.all(batch.map((path) => fingerprint(context, path)))) hash.update(line)
  }
  return hash.digest('hex').slice(0, 12)
}

/** All that a builder is sent, as `listContext` names it. */
export async function contextFiles(build: ImageBuild, root: string): Promise<string[]> {
  const context = resolve(root, build.context)
  return listContext(context, build.context, await loadIgnores(context, resolve(root, build.dockerfile)))
}

const sorted = (args: Record<string, string>) => Object.entries(args).sort(([a], [b]) => (a < b ? -1 : 1))

export async function loadDockerfile(path: string, shown: string): Promise<string> {
  try {
    return await readRegular(path)
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException
    const isGone = code === 'ENOENT' || code === 'ENOTDIR'
    const why = code === 'ELOOP' ? 'it is a link to itself' : message
    throw new DeployError(
      'BUILD_FAILED',
      isGone ? `there is no ${shown}` : `${shown} cannot be read: ${why}`,
      {
        hint: 'write a Dockerfile there, or name another with build.dockerfile in k8sdeploy.yaml',
        cause,
      },
    )
  }
}

/** BuildKit prefers `Dockerfile.dockerignore`, the classic builder does not know it: a file counts when either would send it. */
async function loadIgnores(context: string, dockerfile: string): Promise<DockerIgnore[]> {
  const texts = await Promise.all([
    loadText(join(context, '.dockerignore'), '.dockerignore'),
    loadText(`${dockerfile}.dockerignore`, 'Dockerfile.dockerignore'),
  ])
  const found = texts.filter((text) => text !== undefined)
  return (found.length === 0 ? [''] : found).map(readDockerIgnore)
}

async function loadText(path: string, shown: string): Promise<string | undefined> {
  try {
    return await readRegular(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw unreadable(shown, error as Error)
  }
}

async function fingerprint(context: string, path: string): Promise<string> {
  try {
    return await describe(context, path)
  } catch (cause) {
    throw unreadable(path, cause as Error)
  }
}

async function describe(context: string, path: string): Promise<string> {
  if (path.endsWith('/')) return JSON.stringify([path, 'folder'])
  const full = join(context, path)
  const stat = lstatSync(full)
  if (stat.isSymbolicLink()) return JSON.stringify([path, 'link', readlinkSync(full)])
  if (!stat.isFile()) return JSON.stringify([path, 'special'])
  const mode = (stat.mode & 0o111) === 0 ? 'file' : 'program'
  return JSON.stringify([path, mode, await digestOf(full)])
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
