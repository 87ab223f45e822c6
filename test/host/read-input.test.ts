import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { readInput } from '../../src/host/read-input.ts'

const dir = mkdtempSync(join(tmpdir(), 'k8sdeploy-input-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const read = (name: string) => readInput(join(dir, name), process.stdin)

it('is the text of the file', async () => {
  writeFileSync(join(dir, 'token'), 'a\nb')
  expect(await read('token')).toBe('a\nb')
})

it.each([
  ['nowhere.pem', `${join(dir, 'nowhere.pem')} cannot be read: it is not there`],
  // somebody has typed the secret itself
  ['sk_live_4c1f9a73', 'the file cannot be read: it is not there'],
])('%s that is not there', async (name, message) =>
  expect(read(name)).rejects.toMatchObject({ code: 'USAGE', message }),
)
