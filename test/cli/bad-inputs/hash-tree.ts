import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

/** Every path below a folder with a hash of its kind, rights and bytes: what differs between two of them was touched. Links are not followed. */
export const hashTree = (root: string): Record<string, string> => Object.fromEntries(walk(root, ''))

const walk = (root: string, folder: string): [string, string][] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry): [string, string][] => {
    const path = join(folder, entry.name)
    const inside = entry.isDirectory() ? walk(root, path) : []
    return [[path, hashOne(join(root, path))], ...inside]
  })

function hashOne(path: string): string {
  const stat = lstatSync(path)
  const content = stat.isSymbolicLink() ? readlinkSync(path) : stat.isFile() ? readFileSync(path) : ''
  return `${stat.mode.toString(8)} ${createHash('sha256').update(content).digest('hex')}`
}
