import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'k8sdeploy-package-'))
const bin = join(folder, 'node_modules', '.bin', 'k8sdeploy')
const installed = join(folder, 'node_modules', 'k8sdeploy')
let files: string[] = []

/** An empty cache of its own: whatever the installation needed, it had to find in the tarball. */
const npm = (cwd: string, ...args: string[]) =>
  execFileSync('npm', [...args, '--cache', join(folder, 'cache')], { cwd, encoding: 'utf8', stdio: 'pipe' })

const k8sdeploy = (cwd: string, ...args: string[]) =>
  execFileSync(bin, args, {
    cwd,
    encoding: 'utf8',
    stdio: 'pipe',
    env: { PATH: process.env['PATH'], HOME: folder },
  })

beforeAll(() => {
  // --ignore-scripts: `prepack` would build anew under the feet of the other tests; `npm test` has built already
  const packed = npm(root, 'pack', '--ignore-scripts', '--json', '--pack-destination', folder)
  const [tarball] = JSON.parse(packed) as { filename: string; files: { path: string }[] }[]
  files = tarball!.files.map(({ path }) => path)
  npm(
    folder,
    'install',
    '--offline',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    join(folder, tarball!.filename),
  )
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the package holds what a user needs', () => {
  for (const path of [
    'bin/k8sdeploy.js',
    'dist/main.cjs',
    'README.md',
    'LICENSE',
    'CHANGELOG.md',
    'package.json',
  ]) {
    expect(files).toContain(path)
  }
  expect(files.some((path) => path.startsWith('templates/'))).toBe(true)
})

test('the package holds nothing else', () => {
  const allowed =
    /^(bin\/.+\.js(on)?|dist\/.+\.c?js|templates\/.+|README\.md|LICENSE|CHANGELOG\.md|package\.json)$/
  expect(files.filter((path) => !allowed.test(path))).toEqual([])
  expect(files.filter((path) => /(^|\/)(\.env|node_modules|k8sdeploy\.yaml)|\.map$/.test(path))).toEqual([])
})

test('the package needs no other package', () => {
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Record<
    string,
    unknown
  >
  expect(manifest['dependencies'] ?? {}).toEqual({})
  expect(existsSync(join(folder, 'node_modules', 'commander'))).toBe(false)
})

test('installed elsewhere, it tells its version and its commands', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  expect(k8sdeploy(folder, '--version')).toBe(`${version}\n`)
  const help = k8sdeploy(folder, '--help')
  for (const command of ['init', 'up', 'status', 'down', 'sandbox']) expect(help).toContain(`\n  ${command} `)
})

test('installed elsewhere, it plans a deploy and writes nothing', () => {
  const project = join(folder, 'todo')
  cpSync(join(root, 'examples', 'todo'), project, {
    recursive: true,
    filter: (path) => !path.includes('node_modules'),
  })
  const plan = JSON.parse(k8sdeploy(project, 'init', '--yes', '--dry-run', '-o', 'json')) as Record<
    string,
    unknown
  >
  expect(plan).toHaveProperty('components')
  expect(existsSync(join(project, 'k8sdeploy.yaml'))).toBe(false)
  expect(existsSync(join(project, 'chart'))).toBe(false)
})
