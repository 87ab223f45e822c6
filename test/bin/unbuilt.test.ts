import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'k8sdeploy-unbuilt-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('says what to type in a checkout that nobody has built', () => {
  const root = join(import.meta.dirname, '../..')
  for (const part of ['bin', 'package.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true })
  const run = (...words: string[]) =>
    spawnSync(process.execPath, [join(folder, 'bin/k8sdeploy.js'), ...words], { encoding: 'utf8' })
  const { status, stderr } = run('status')
  expect(status).toBe(10)
  expect(stderr).toMatch(/^k8sdeploy is not built here: .*\n {2}next {3}npm ci && npm run build\n$/)
  expect(run('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})
