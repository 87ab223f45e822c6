import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { takeLock } from '../../../src/sandbox/control/lock.ts'
import { stateFolder } from '../../../src/sandbox/control/state-folder.ts'

const dir = mkdtempSync(join(tmpdir(), 'k8sdeploy-lock-'))
const folder = stateFolder({ K8SDEPLOY_SANDBOX_DIR: dir })
afterAll(() => rmSync(dir, { recursive: true }))

it('is held by one, until released', () => {
  const first = takeLock(folder)
  expect(takeLock(folder)).toBeUndefined()
  first?.release()
  const second = takeLock(folder)
  expect(second).toBeDefined()
  second?.release()
})

it.each([
  ['a process that is gone', '999999999 123'],
  ['a pid that is another process by now', `${process.pid} 1`],
  ['nobody', ''],
])('is taken over from %s', (_, content) => {
  writeFileSync(folder.lock, content)
  const lock = takeLock(folder)
  expect(lock).toBeDefined()
  lock?.release()
})
