import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { projectFiles } from '../../src/host/files.ts'

let base: string
let root: string
const put = (path: string, text = '') => {
  mkdirSync(join(base, path, '..'), { recursive: true })
  writeFileSync(join(base, path), text)
}

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'k8sdeploy-files-'))
  root = join(base, 'app')
  mkdirSync(root)
  put('outside.txt', 'secret')
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

describe('reading', () => {
  it('reads a file, and follows a link that stays inside', async () => {
    put('app/a.txt', 'a')
    symlinkSync('a.txt', join(root, 'b.txt'))
    expect(await projectFiles(root).read('a.txt')).toBe('a')
    expect(await projectFiles(root).read('b.txt')).toBe('a')
  })

  it.each([
    ['what is not there', 'nope'],
    ['a folder', 'dir'],
    ['a link that leads out', 'out'],
    ['a file behind a folder that leads out', 'outdir/outside.txt'],
    ['a file below a file', 'a.txt/b'],
  ])('answers undefined for %s', async (_name, path) => {
    put('app/a.txt', 'a')
    put('app/dir/x')
    symlinkSync(join(base, 'outside.txt'), join(root, 'out'))
    symlinkSync(base, join(root, 'outdir'))
    expect(await projectFiles(root).read(path)).toBeUndefined()
  })

  it.each([
    ['nothing', 'nope', undefined],
    ['a folder', 'dir', 'a folder'],
    ['a link that leads out', 'out', 'a link that leads out of the project'],
    ['a link to nothing', 'dead', 'a link to nothing'],
    ['a link to itself', 'loop', 'a link to itself'],
    ['a link to a folder', 'in', 'a link to no ordinary file'],
  ])('says what stands there instead of a file: %s', async (_name, path, what) => {
    put('app/dir/x')
    for (const [link, target] of Object.entries({ dead: 'gone', loop: 'loop', in: 'dir' }))
      symlinkSync(target, join(root, link))
    symlinkSync(join(base, 'outside.txt'), join(root, 'out'))
    expect(await projectFiles(root).whyAbsent(path)).toBe(what)
  })

  it.each(['../outside.txt', '/etc/passwd', 'a\0b', ''])('refuses %j', async (path) => {
    await expect(projectFiles(root).read(path)).rejects.toMatchObject({
      code: 'USAGE',
      details: { hint: 'paths are relative to the project and stay in it' },
    })
  })
})

describe('writing', () => {
  it('creates folders, keeps the mode of what is there, and leaves no temporary file', async () => {
    put('app/run.sh', 'old')
    chmodSync(join(root, 'run.sh'), 0o755)
    await projectFiles(root).write([
      { path: 'deep/er/file.txt', content: 'x' },
      { path: 'run.sh', content: 'new' },
      { path: 'private', content: 'p', mode: 0o600 },
    ])
    expect(readFileSync(join(root, 'deep/er/file.txt'), 'utf8')).toBe('x')
    expect(lstatSync(join(root, 'run.sh')).mode & 0o777).toBe(0o755)
    expect(lstatSync(join(root, 'private')).mode & 0o777).toBe(0o600)
    expect(readdirSync(root).sort()).toEqual(['deep', 'private', 'run.sh'])
  })

  it.each([
    ['through a linked folder', 'linked/new.txt'],
    ['through a link to a file', 'out'],
    ['over a folder', 'dir'],
    ['below a file', 'a.txt/b'],
    ['outside', '../evil.txt'],
  ])('refuses to write %s, and then writes nothing of the whole', async (_name, path) => {
    put('app/a.txt', 'a')
    put('app/dir/x')
    symlinkSync(base, join(root, 'linked'))
    symlinkSync(join(base, 'outside.txt'), join(root, 'out'))
    await expect(
      projectFiles(root).write([
        { path: 'first.txt', content: '1' },
        { path, content: 'x' },
      ]),
    ).rejects.toMatchObject({ code: 'USAGE' })
    expect(readFileSync(join(base, 'outside.txt'), 'utf8')).toBe('secret')
    expect(existsSync(join(root, 'first.txt'))).toBe(false)
  })

  it('removes, also what is already gone', async () => {
    put('app/a.txt')
    await projectFiles(root).write([
      { path: 'a.txt', remove: true },
      { path: 'b.txt', remove: true },
    ])
    expect(existsSync(join(root, 'a.txt'))).toBe(false)
  })
})

describe('listing', () => {
  it('leaves out what git ignores and what tools made', async () => {
    put('app/.gitignore', '*.log\n/tmp\n!keep.log\n')
    put('app/web/.gitignore', 'generated\n!x.log\n')
    for (const path of [
      'a.ts',
      'a.log',
      'keep.log',
      'tmp/x',
      'web/tmp/x',
      'web/generated/x',
      'web/x.log',
      'node_modules/x',
      '.git/x',
      'web/package.json',
      'web/build/x',
      'go/build/Dockerfile',
    ])
      put(`app/${path}`)
    symlinkSync('a.ts', join(root, 'link'))
    const listing = await projectFiles(root).list()
    expect(listing.map(({ path }) => path)).toEqual([
      '.gitignore',
      'a.ts',
      'go/build/Dockerfile',
      'keep.log',
      'link',
      'web/.gitignore',
      'web/package.json',
      'web/tmp/x',
      'web/x.log',
    ])
    expect(listing.find(({ path }) => path === 'link')?.link).toBe('a.ts')
  })

  it('reads what is larger than wanted as empty', async () => {
    writeFileSync(join(root, 'bundle.js'), 'x'.repeat(100))
    const { read } = projectFiles(root)
    expect(await read('bundle.js', 99)).toBe('')
    expect(await read('bundle.js', 100)).toHaveLength(100)
  })
})
