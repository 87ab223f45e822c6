import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * A folder and those above it. Node's own `recursive` tries for ever where the parent is there and takes no folder, as
 * under /proc.
 */
export function makeFolders(path: string, mode?: number): void {
  try {
    mkdirSync(path, mode)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' && statSync(path).isDirectory()) return
    if (code !== 'ENOENT' || isThere(dirname(path))) throw error
    makeFolders(dirname(path), mode)
    mkdirSync(path, mode)
  }
}

const isThere = (path: string) => statSync(path, { throwIfNoEntry: false }) !== undefined
