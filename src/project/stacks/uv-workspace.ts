import { type ProjectFiles, within } from '../project-files.ts'
import { has, isBelow } from './text-of.ts'

/** The folder above whose lock holds a member's packages, as uv has it: the member has none of its own. */
export function findUvRoot(dir: string, files: ProjectFiles): string | undefined {
  if (dir === '.' || has(files, within(dir, 'uv.lock'))) return undefined
  const parts = dir.split('/')
  return parts
    .map((_, index) => parts.slice(0, parts.length - 1 - index).join('/') || '.')
    .find((above) => has(files, within(above, 'uv.lock')) && holdsMembers(above, files))
}

const holdsMembers = (dir: string, { texts }: ProjectFiles) =>
  /^\[tool\.uv\.workspace\]/m.test(texts.get(within(dir, 'pyproject.toml')) ?? '')

/** What an install of any member reads: the manifests of all. */
export const uvManifests = (root: string, { paths }: ProjectFiles): string[] =>
  paths.filter((path) => isBelow(root, path) && /(^|\/)pyproject\.toml$/.test(path))
