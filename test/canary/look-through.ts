import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Search } from './search.ts'

/** Every file below a folder, its name too; links are not followed, what is `known` may hold what it holds. */
export function lookThrough(folder: string, search: Search, known: string[] = []): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (known.some((one) => path === one || path.startsWith(`${one}/`))) continue
    search.look('a name', relative(folder, path))
    if (entry.isSymbolicLink()) search.look('a link', readlinkSync(path))
    if (entry.isFile()) search.look(relative(folder, path), readFileSync(path))
  }
}
