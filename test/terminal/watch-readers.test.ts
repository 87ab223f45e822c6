import { execFileSync, spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { watchReaders } from '../../src/terminal/watch-readers.ts'

const folder = mkdtempSync(join(tmpdir(), 'k8sdeploy-readers-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it.runIf(process.platform === 'linux')(
  'hears that a reader has left, without another write',
  async () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    spawn('head', ['-n1', pipe])
    const fd = openSync(pipe, 'w')
    const left = await watchReaders(fd)
    const stop = new AbortController()
    writeSync(fd, 'the only line\n')
    await left(stop.signal)
    expect(stop.signal.aborted).toBe(false)
    closeSync(fd)
  },
  60_000,
)

it('ends with the signal where nothing can be told', async () => {
  const file = openSync(join(folder, 'file'), 'w')
  const stop = new AbortController()
  const left = (await watchReaders(file))(stop.signal)
  stop.abort()
  await left
  closeSync(file)
})
