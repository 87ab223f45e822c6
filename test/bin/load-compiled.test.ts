import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

type Loaded = { exports: { answer: () => Promise<string> }; keep: () => void }
const { loadCompiled } = (await import(join(import.meta.dirname, '../../bin/load-compiled.js'))) as {
  loadCompiled: (entry: string, keptAt?: string) => Loaded
}

let folder: string
let keptAt: string
const entry = () => join(folder, 'main.cjs')

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'k8sdeploy-compiled-'))
  keptAt = join(folder, 'kept', 'verb')
  mkdirSync(join(folder, 'chunks'))
  build('A', 'one')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** As a build does it: another content has another name, and the entry keeps its own. */
function build(hash: string, word: string): void {
  const chunk = `./chunks/chunk-${hash}.cjs`
  writeFileSync(
    entry(),
    `exports.answer = () => Promise.resolve().then(() => require(${JSON.stringify(chunk)}).word + __url.slice(0, 5))`,
  )
  writeFileSync(join(folder, chunk), `exports.word = ${JSON.stringify(word)} + require('node:path').sep`)
}

async function run(at = keptAt): Promise<string> {
  const { exports, keep } = loadCompiled(entry(), at)
  const answer = await exports.answer()
  keep()
  return answer
}

it('keeps what it compiled, and writes nothing when there is no news', async () => {
  expect(await run()).toBe('one/file:')
  const kept = readFileSync(keptAt)
  expect(await run()).toBe('one/file:')
  expect(readFileSync(keptAt)).toEqual(kept)
})

it('runs what was built last, of whatever length', async () => {
  await run()
  build('B', 'two')
  expect(await run()).toBe('two/file:')
})

it.each([
  ['nothing', ''],
  ['something else', 'no index at all'],
  ['a cut file', '\u0010\u0000\u0000\u0000[["a",'],
])('compiles again when what was kept is %s', async (_what, text) => {
  mkdirSync(join(folder, 'kept'))
  writeFileSync(keptAt, text)
  expect(await run()).toBe('one/file:')
  expect(readFileSync(keptAt, 'utf8')).not.toBe(text)
})

it('compiles again when the kept code itself is damaged', async () => {
  await run()
  const kept = readFileSync(keptAt)
  writeFileSync(keptAt, kept.subarray(0, kept.length - 100))
  expect(await run()).toBe('one/file:')
})

it('runs where nothing can be kept', async () => {
  expect(await run('')).toBe('one/file:')
  writeFileSync(join(folder, 'kept'), 'a file, not a folder')
  expect(await run()).toBe('one/file:')
  expect(existsSync(keptAt)).toBe(false)
})
