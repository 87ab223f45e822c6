import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, watch } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bin } from './pty.ts'

const example = join(import.meta.dirname, '../../examples/todo')
const folders = ['chart', 'chart/templates', '.k8sdeploy']
const flags = ['init', '--yes', '--name', 'todo']
const otherFlags = [
  'init',
  '--yes',
  '--name',
  'other',
  '--backend-replicas',
  '5',
  '--access',
  'ingress',
  '--access-host',
  'a.example',
]

let base: string
let fresh: string
let first: string
let second: string
type Tree = Record<string, string>

const filesIn = (folder: string): Tree =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  )

/** Runs `init`, and kills it as soon as its folders have changed so many times. Answers whether it was killed. */
async function init(cwd: string, args: string[], killedAfter = Number.POSITIVE_INFINITY): Promise<boolean> {
  const child = spawn(process.execPath, [bin, ...args], { cwd, stdio: 'ignore' })
  let seen = 0
  const watchers = ['.', ...folders].map((path) => {
    mkdirSync(join(cwd, path), { recursive: true })
    return watch(join(cwd, path), () => {
      seen += 1
      if (seen >= killedAfter) child.kill('SIGKILL')
    })
  })
  const signal = await new Promise((resolve) => child.on('exit', (_, by) => resolve(by)))
  for (const watcher of watchers) watcher.close()
  return signal === 'SIGKILL'
}

function copy(from: string, name: string): string {
  const folder = join(base, name, 'todo')
  cpSync(from, folder, { recursive: true })
  return folder
}

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'k8sdeploy-killed-'))
  const made = /node_modules|\.k8sdeploy|k8sdeploy\.yaml|\/chart(\/|$)/
  fresh = join(base, 'fresh', 'todo')
  cpSync(example, fresh, { recursive: true, filter: (path) => !made.test(path.slice(example.length)) })
  first = copy(fresh, 'first')
  await init(first, flags)
  second = copy(first, 'second')
  await init(second, otherFlags)
})
afterAll(() => rmSync(base, { recursive: true, force: true }))

const moments = [1, 3, 9, 20, 32, 48, 64]

it('leaves each file old or new, and whole, wherever it is killed, and the next run mends it', async () => {
  let killed = 0
  for (const moment of moments)
    await Promise.all(
      (['first', 'second'] as const).map(async (goal) => {
        const [from, to, args] = goal === 'first' ? [fresh, first, flags] : [first, second, otherFlags]
        const [before, after] = [filesIn(from), filesIn(to)]
        const all = new Set([...Object.keys(before), ...Object.keys(after)])
        const paths = [...all].filter((path) => path !== '.k8sdeploy/written.json')
        const folder = copy(from, `${goal}-${moment}`)
        if (await init(folder, args, moment)) killed += 1
        const found = filesIn(folder)
        for (const path of paths)
          expect([before[path], after[path]], `${path} after ${moment}`).toContain(found[path])
        await init(folder, args)
        expect(filesIn(folder), `mended after ${moment}`).toEqual(after)
      }),
    )
  expect(killed).toBeGreaterThan(moments.length / 2)
}, 300_000)
