import { isBeside, type ProjectFiles, within } from '../project-files.ts'
import { nameOf, parseObject } from '../read-manifest.ts'
import { has, isBelow } from './text-of.ts'

/** In the order of how sure a lock is that it is in use: npm leaves one behind wherever it is called once. */
export const managerOfLock: Record<string, 'npm' | 'pnpm' | 'yarn' | 'bun'> = {
  'pnpm-lock.yaml': 'pnpm',
  'yarn.lock': 'yarn',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
  'package-lock.json': 'npm',
}
const locks = Object.keys(managerOfLock)

/** Where a JavaScript package's dependencies are installed: the workspace's root above it, or its own folder. */
export function findInstallRoot(dir: string, files: ProjectFiles): string {
  const above = ancestors(dir).find((folder) => isWorkspace(folder, files) && holds(folder, dir, files))
  return above ?? dir
}

const ancestors = (dir: string): string[] => {
  if (dir === '.') return []
  const parent = dir.includes('/') ? dir.slice(0, dir.lastIndexOf('/')) : '.'
  return [parent, ...ancestors(parent)]
}

const workspacesOf = (folder: string, files: ProjectFiles): string[] | undefined => {
  const json = parseObject(files.texts.get(within(folder, 'package.json')) ?? '') as {
    workspaces?: string[] | { packages?: string[] }
  }
  const own = Array.isArray(json.workspaces) ? json.workspaces : json.workspaces?.packages
  const pnpm = files.texts.get(within(folder, 'pnpm-workspace.yaml'))
  if (pnpm === undefined) return own
  return [...pnpm.matchAll(/^\s*-\s*["']?([^"'\s#]+)/gm)].map(([, glob]) => glob!)
}

const isWorkspace = (folder: string, files: ProjectFiles) => workspacesOf(folder, files) !== undefined

/** A folder with a lock of its own is installed by itself, unless it needs its neighbours, or the lock is of another tool than pnpm's workspace. */
const holds = (root: string, dir: string, files: ProjectFiles): boolean => {
  const needs = /":\s*"workspace:/.test(files.texts.get(within(dir, 'package.json')) ?? '')
  const isOfPnpm = ['pnpm-workspace.yaml', 'pnpm-lock.yaml'].every((name) => has(files, within(root, name)))
  const own = isOfPnpm ? ['pnpm-lock.yaml'] : locks
  if (!needs && own.some((lock) => has(files, within(dir, lock)))) return false
  const inside = root === '.' ? dir : dir.slice(root.length + 1)
  return (workspacesOf(root, files) ?? []).some((glob) => globPattern(glob).test(inside))
}

const globPattern = (glob: string): RegExp => {
  const parts = glob
    .replace(/^\.\//, '')
    .replace(/\/$/, '')
    .split('/')
    .map((part) =>
      part === '**' ? '.*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*'),
    )
  return new RegExp(`^${parts.join('/')}$`)
}

/** What an install reads besides the lock. */
export function installFiles(root: string, files: ProjectFiles): string[] {
  const own = ['package.json', '.npmrc', 'pnpm-workspace.yaml', '.yarnrc.yml', '.pnpmfile.cjs', 'bunfig.toml']
  const isMember = (path: string) => nameOf(path) === 'package.json' && isBelow(root, path) && !isBeside(path)
  const members = isWorkspace(root, files) ? files.paths.filter(isMember) : []
  const patches = files.paths.filter((path) => isBelow(within(root, 'patches'), path))
  const releases = files.paths.filter((path) => isBelow(within(root, '.yarn/releases'), path))
  return [
    ...new Set([
      ...own.map((name) => within(root, name)).filter((path) => has(files, path)),
      ...members,
      ...patches,
      ...releases,
    ]),
  ]
}

/** The lock of this package manager, or the surest one. */
export const findLock = (root: string, files: ProjectFiles, manager?: string): string | undefined =>
  locks
    .filter((lock) => !manager || managerOfLock[lock] === manager)
    .map((lock) => within(root, lock))
    .find((path) => has(files, path))
