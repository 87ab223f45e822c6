import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { findProcessStart } from '../../../src/sandbox/machine/process-identity.ts'
import { createReaper, sweepOrphans } from '../../../src/sandbox/machine/reaper.ts'
import { eventually } from '../small-cluster.ts'

const dir = mkdtempSync(join(tmpdir(), 'k8sdeploy-reaper-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const sleeper = () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    detached: true,
    stdio: 'ignore',
  })
  return child.pid ?? 0
}

it('ends what is left when its parent goes', async () => {
  const pid = sleeper()
  const reaper = createReaper(join(dir, 'a'))
  reaper.add(pid)
  reaper.close()
  await eventually(() => findProcessStart(pid) === undefined, 'ended')
})

it('sweeps what an earlier sandbox left, and nobody else', async () => {
  const [orphan, stranger] = [sleeper(), sleeper()]
  const folder = join(dir, 'b')
  sweepOrphans(folder)
  writeFileSync(join(folder, String(orphan)), findProcessStart(orphan) ?? '')
  writeFileSync(join(folder, String(stranger)), 'long ago')
  expect(sweepOrphans(folder)).toEqual([orphan])
  await eventually(() => findProcessStart(orphan) === undefined, 'ended')
  expect(findProcessStart(stranger)).toBeDefined()
  expect(readdirSync(folder)).toEqual([])
  process.kill(stranger, 'SIGKILL')
})
