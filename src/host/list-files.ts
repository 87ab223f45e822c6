import { type Dirent, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import ignore, { type Ignore } from 'ignore'
import type { FileListing } from '../ports.ts'

/** Folders that hold what tools made, whatever git thinks of them. */
const neverEntered = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  'bower_components',
  '.venv',
  'venv',
  '__pycache__',
  '.pytest_cache',
  '.mypy_cache',
  '.ruff_cache',
  '.tox',
  '.next',
  '.nuxt',
  '.output',
  '.svelte-kit',
  '.turbo',
  '.parcel-cache',
  '.cache',
  '.gradle',
  '.terraform',
  '.pnpm-store',
  '.yarn',
  'dist',
  'coverage',
])
/** Build outputs only where a package stands beside them: elsewhere they are ordinary names. */
const outputsOf: Record<string, string[]> = {
  build: ['package.json', 'build.gradle', 'build.gradle.kts', 'setup.py', 'pyproject.toml'],
  out: ['package.json'],
  target: ['Cargo.toml', 'pom.xml'],
}

type Rules = { base: string; rules: Ignore }[]

/** Synchronous, and without a look at the files themselves: there may be 50,000, and few of them are read. */
export function listFiles(root: string): FileListing {
  const found: FileListing = []
  enter(root, '', [], found)
  return found
}

function enter(root: string, dir: string, inherited: Rules, found: FileListing): void {
  const entries = entriesOf(join(root, dir))
  const names = new Set(entries.map(({ name }) => name))
  const rules = withOwnRules(root, dir, names, inherited)
  for (const entry of entries) {
    const path = dir === '' ? entry.name : `${dir}/${entry.name}`
    if (entry.isDirectory()) {
      if (!isOutput(entry.name, names) && !isIgnored(`${path}/`, rules)) enter(root, path, rules, found)
    } else if (!isIgnored(path, rules)) add(root, path, entry, found)
  }
}

function add(root: string, path: string, entry: Dirent, found: FileListing): void {
  if (entry.isFile()) found.push({ path })
  if (!entry.isSymbolicLink()) return
  try {
    found.push({ path, link: readlinkSync(join(root, path)) })
  } catch (error) {
    ignoreUnseen(error)
  }
}

function entriesOf(dir: string): Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (error) {
    ignoreUnseen(error)
    return []
  }
}

/** What went away while it was looked at, or is not for this user. */
function ignoreUnseen(error: unknown): void {
  const { code = '' } = error as NodeJS.ErrnoException
  if (!['EACCES', 'EPERM', 'ENOENT', 'ENOTDIR', 'EINVAL'].includes(code)) throw error
}

function withOwnRules(root: string, dir: string, names: Set<string>, inherited: Rules): Rules {
  if (!names.has('.gitignore')) return inherited
  const base = dir === '' ? '' : `${dir}/`
  const file = join(root, base, '.gitignore')
  if (!lstatSync(file).isFile()) return inherited
  return [...inherited, { base, rules: ignore().add(readFileSync(file, 'utf8')) }]
}

/** The innermost .gitignore that says anything decides, as in git. */
function isIgnored(path: string, rules: Rules): boolean {
  for (const { base, rules: own } of rules.toReversed()) {
    const { ignored, unignored } = own.test(path.slice(base.length))
    if (ignored || unignored) return ignored
  }
  return false
}

const isOutput = (name: string, siblings: Set<string>) =>
  neverEntered.has(name) || (outputsOf[name]?.some((file) => siblings.has(file)) ?? false)
