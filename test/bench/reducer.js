import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { median } from './median.js'
import { root } from './paths.js'
import { rolloutLife, startedAt, target } from './rollout-life.js'

const sizes = [50, 500, 5000]
const source = `export { beginRollout } from './begin.ts'; export { reduce } from './reduce.ts'`

/** Events per second of the pure reducer: a rollout of thousands of pods has to cost as much per event as a small one. */
export async function reducer() {
  const { beginRollout, reduce } = await loadReducer()
  const rates = sizes.map((pods) => {
    const events = rolloutLife(pods)
    const times = Array.from({ length: 5000 / pods + 2 }, () => {
      const began = performance.now()
      const { phase } = events.reduce(reduce, beginRollout(target, startedAt))
      if (phase !== 'complete') throw new Error(`${pods} pods ended as ${phase}`)
      return performance.now() - began
    })
    return events.length / (median(times) / 1000)
  })
  const rows = sizes.map((pods, index) => ({
    name: `reducer, ${pods} pods`,
    value: rates[index],
    unit: 'events/s',
    ...(index > 0 && { against: `${sizes[0]} pods`, base: rates[0] }),
  }))
  return [...rows, tickOf(reduce, beginRollout)]
}

/** What one tick costs while the last of 5,000 pods is not ready yet. */
function tickOf(reduce, beginRollout) {
  const events = rolloutLife(5000).filter(({ type }) => type !== 'tick')
  const waiting = events.slice(0, -3).reduce(reduce, beginRollout(target, startedAt))
  const times = Array.from({ length: 21 }, (_, index) => {
    const began = performance.now()
    reduce(waiting, { type: 'tick', at: waiting.now + index })
    return performance.now() - began
  })
  return { name: 'one tick at 5000 pods', value: median(times), unit: 'ms' }
}

async function loadReducer() {
  const folder = mkdtempSync(join(tmpdir(), 'k8sdeploy-reducer-'))
  const outfile = join(folder, 'reducer.mjs')
  const stdin = { contents: source, resolveDir: join(root, 'src', 'rollout'), loader: 'ts' }
  try {
    await build({ stdin, outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'error' })
    return await import(outfile)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
