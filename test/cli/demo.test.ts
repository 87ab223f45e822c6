import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const temporary = mkdtempSync(join(tmpdir(), 'k8sdeploy-demo-test-'))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

test('the demo deploys the example, uses it through its URL, and leaves nothing', async () => {
  const env = { ...process.env, CI: 'true', TMPDIR: temporary }
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [join(root, 'examples', 'demo.js')],
    {
      env,
      cwd: root,
    },
  )
  expect(stderr).toMatch(/http:\/\/\S+ shows the page, took a todo through \/api\/todos and gave it back/)
  expect(stdout).toContain('http://')
  expect(readdirSync(temporary)).toEqual([])
})
