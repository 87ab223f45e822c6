import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { root } from './paths.js'

const files = (folder) =>
  readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())

const KIB = 1024

/** What a user downloads and stores, and how much of it every command has to read. */
export async function bundleSize() {
  const dist = join(root, 'dist')
  const all = files(dist)
  const size = all.reduce((sum, path) => sum + statSync(path).size, 0)
  const zipped = all.reduce((sum, path) => sum + gzipSync(readFileSync(path)).length, 0)
  const entry = statSync(join(dist, 'main.cjs')).size
  return [
    { name: 'dist, all files', value: size / KIB, unit: 'KiB' },
    { name: 'dist, gzipped', value: zipped / KIB, unit: 'KiB', against: 'dist, all files', base: size / KIB },
    {
      name: 'dist/main.cjs, read by every command',
      value: entry / KIB,
      unit: 'KiB',
      against: 'dist, all files',
      base: size / KIB,
    },
  ]
}
