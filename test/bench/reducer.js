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
  live(500, reduce, beginRollout)
  const lives = sizes.map((pods) =>
    Array.from({ length: Math.min(50, 5000 / pods + 2) }, () => live(pods, reduce, beginRollout)),
  )
  const rates = lives.map((runs) => median(runs.map(({ rate }) => rate)))
  const rows = sizes.map((pods, index) => ({
    name: `reducer, ${pods} pods`,
    value: rates[index],
    unit: 'events/s',
    ...(index > 0 && { against: `${sizes[0]} pods`, base: rates[0] }),
  }))
  const ticks = sizes.map((pods, index) => ({
    name: `slowest tick, ${pods} pods`,
    value: median(lives[index].map(({ slowestTick }) => slowestTick)),
    unit: 'ms',
  }))
  return [...rows, ...ticks]
}

/** Plays a whole rollout and times only what the reducer does with it. */
function live(pods, reduce, beginRollout) {
  let state = beginRollout(target, startedAt)
  let spent = 0
  let count = 0
  let slowestTick = 0
  for (const event of rolloutLife(pods)) {
    const began = performance.now()
    state = reduce(state, event)
    const took = performance.now() - began
    if (event.type === 'tick') slowestTick = Math.max(slowestTick, took)
    else {
      spent += took
      count++
    }
  }
  if (state.phase !== 'complete') throw new Error(`${pods} pods ended as ${state.phase}`)
  return { rate: count / (spent / 1000), slowestTick }
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
