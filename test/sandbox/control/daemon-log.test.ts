import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createLog } from '../../../src/sandbox/control/daemon-log.ts'

it('keeps the newest lines, in two bounded files', () => {
  const dir = mkdtempSync(join(tmpdir(), 'k8sdeploy-log-'))
  const path = join(dir, 'log')
  const log = createLog(path, 1000)
  for (let i = 0; i < 200; i++) log(`line ${i}`)
  const [now, before] = [readFileSync(path, 'utf8'), readFileSync(`${path}.1`, 'utf8')]
  expect(now).toContain('line 199')
  expect(now.length).toBeLessThanOrEqual(1000)
  expect(before.length).toBeLessThanOrEqual(1000)
  rmSync(dir, { recursive: true })
})
