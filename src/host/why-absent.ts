import { lstat, realpath } from 'node:fs/promises'
import { relative, resolve } from 'node:path'

/** Why there is no text to read at a path of a project, where something else stands there than nothing. */
export async function whyAbsent(root: string, path: string): Promise<string | undefined> {
  const full = resolve(root, path)
  const stat = await lstat(full).catch(() => undefined)
  if (stat?.isSymbolicLink()) return whyLink(await realpath(root), full)
  if (stat?.isDirectory()) return 'a folder'
  return stat && !stat.isFile() ? 'no ordinary file' : undefined
}

async function whyLink(root: string, full: string): Promise<string | undefined> {
  const real = await realpath(full).catch((error: NodeJS.ErrnoException) => error)
  if (real instanceof Error) return real.code === 'ELOOP' ? 'a link to itself' : 'a link to nothing'
  if (relative(root, real).startsWith('..')) return 'a link that leads out of the project'
  return 'a link to no ordinary file'
}
