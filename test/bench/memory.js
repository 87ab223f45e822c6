import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { time } from './alternate.js'

const preload = join(import.meta.dirname, 'note-usage.js')

/** Peak resident memory of the CLI's own process. */
export async function memory({ todo }) {
  const folder = mkdtempSync(join(tmpdir(), 'k8sdeploy-memory-'))
  const peak = async ([node, args, options], name) => {
    const file = join(folder, name)
    const env = { ...options.env, BENCH_USAGE_FILE: file }
    await time([node, ['--import', preload, ...args], { ...options, env }])
    return JSON.parse(readFileSync(file, 'utf8')).maxRSS / 1024
  }
  const up = todo.k8sdeploy(['up'])
  const base = await peak([up[0], ['-e', '0'], up[2]], 'node')
  const value = await peak(up, 'up')
  rmSync(folder, { recursive: true })
  return [
    { name: `peak memory of k8sdeploy up (${todo.cluster})`, value, unit: 'MiB', against: 'node -e 0', base },
  ]
}
