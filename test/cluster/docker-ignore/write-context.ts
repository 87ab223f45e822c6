import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { IgnoreCase } from './cases.ts'

export function writeTree(root: string, tree: string[]): void {
  for (const entry of tree) {
    const [path, target] = entry.split(' -> ') as [string, string?]
    const full = join(root, path.replace(/\*$/, ''))
    mkdirSync(path.endsWith('/') ? full : dirname(full), { recursive: true })
    if (target) symlinkSync(target, full)
    else if (!path.endsWith('/')) writeFileSync(full, path)
    if (path.endsWith('*')) chmodSync(full, 0o755)
  }
}

export function writeIgnoreFiles(root: string, { ignore, own }: IgnoreCase): void {
  writeFileSync(join(root, 'Dockerfile'), 'FROM scratch\nCOPY . /context/\nCMD ["/none"]\n')
  writeOrRemove(join(root, '.dockerignore'), ignore)
  writeOrRemove(join(root, 'Dockerfile.dockerignore'), own)
}

const writeOrRemove = (path: string, text: string | undefined) =>
  text === undefined ? rmSync(path, { force: true }) : writeFileSync(path, text)
