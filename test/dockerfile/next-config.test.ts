import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { asideName, nextConfigFile, renderNextConfig } from '../../src/dockerfile/next-config.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** What Next would make of it: the settings as an object, by a Node of its own. */
function settingsOf(own: string | undefined, text: string, backend: string | undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'next-config-'))
  folders.push(folder)
  const file = join(folder, nextConfigFile(own))
  writeFileSync(file, renderNextConfig(own, [{ path: '/api', to: '/v1/' }]))
  if (own) writeFileSync(join(folder, asideName(own)), text)
  const program = `const made = await (await import(${JSON.stringify(file)})).default('phase', {})
console.log(JSON.stringify({ ...made, rewrites: await made.rewrites() }))`
  const env = { ...process.env, BACKEND_URL: backend }
  const node = ['--no-warnings', '--input-type=module', '-e', program]
  return JSON.parse(execFileSync(process.execPath, node, { encoding: 'utf8', env }))
}

const passedOn = { source: '/api/:path*', destination: 'http://b:1/v1/:path*', basePath: false }
const theirs = { source: '/old', destination: '/' }

describe('settings around those of the project', () => {
  it.each<[string, string | undefined, string, unknown]>([
    ['none of its own', undefined, '', { rewrites: { afterFiles: [], fallback: [passedOn] } }],
    [
      'a module',
      'next.config.mjs',
      "export default { output: 'standalone' }",
      { output: 'standalone', rewrites: { afterFiles: [], fallback: [passedOn] } },
    ],
    [
      'CommonJS, with a list of rewrites',
      'next.config.js',
      `module.exports = { rewrites: async () => [${JSON.stringify(theirs)}] }`,
      { rewrites: { afterFiles: [theirs], fallback: [passedOn] } },
    ],
    [
      'a function, with rewrites by kind',
      'next.config.mjs',
      `export default async (phase) => ({ env: { phase }, rewrites: () => ({ fallback: [${JSON.stringify(theirs)}] }) })`,
      { env: { phase: 'phase' }, rewrites: { fallback: [theirs, passedOn] } },
    ],
  ])('%s', (_, own, text, expected) => {
    expect(settingsOf(own, text, 'http://b:1')).toEqual(expected)
  })

  it('passes nothing on to nowhere', () => {
    expect(settingsOf(undefined, '', undefined)).toEqual({ rewrites: { afterFiles: [], fallback: [] } })
  })

  it('leaves out what TypeScript resolves by itself', () => {
    expect(nextConfigFile('next.config.ts')).toBe('next.config.k8sdeploy.ts')
    expect(renderNextConfig('next.config.ts', [])).toContain("from './next.config.own'")
  })
})
