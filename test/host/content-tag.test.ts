import { once } from 'node:events'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contentTag } from '../../src/host/content-tag.ts'

let root: string
const write = (path: string, text: string) => {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), text)
}
const build = { component: 'web', context: 'web', dockerfile: 'web/Dockerfile', args: { B: '2', A: '1' } }
const tag = (change = {}) => contentTag({ ...build, ...change }, root)

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'k8sdeploy-tag-'))
  write('web/Dockerfile', 'FROM scratch\nCOPY . /\n')
  write('web/.dockerignore', 'ignored\n*.log\n')
  write('web/a.txt', 'a')
  write('web/run.sh', '#!/bin/sh\n')
  symlinkSync('a.txt', join(root, 'web/link'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('the content tag', () => {
  it('is 12 hex digits and the same every time', async () => {
    expect(await tag()).toMatch(/^[0-9a-f]{12}$/)
    expect(await tag()).toBe(await tag())
  })

  it.each<[string, () => void]>([
    ['a clock', () => utimesSync(join(root, 'web/a.txt'), 1, 1)],
    ['an ignored folder', () => write('web/ignored/x', 'x')],
    ['an ignored file', () => write('web/x.log', 'x')],
    ['a file outside the context', () => write('other/x', 'x')],
    ['rights that are not the exec bit', () => chmodSync(join(root, 'web/a.txt'), 0o600)],
  ])('does not change with %s', async (_name, change) => {
    const before = await tag()
    change()
    expect(await tag()).toBe(before)
  })

  it.each<[string, () => void]>([
    ['content', () => write('web/a.txt', 'b')],
    ['a new file', () => write('web/b.txt', '')],
    ['the exec bit', () => chmodSync(join(root, 'web/run.sh'), 0o755)],
    ['the Dockerfile', () => write('web/Dockerfile', 'FROM scratch\n')],
    [
      'the target of a link',
      () => {
        unlinkSync(join(root, 'web/link'))
        symlinkSync('run.sh', join(root, 'web/link'))
      },
    ],
    ['what is ignored', () => write('web/.dockerignore', 'a.txt\n')],
    ['an empty folder', () => mkdirSync(join(root, 'web/uploads'))],
  ])('changes with %s', async (_name, change) => {
    const before = await tag()
    change()
    expect(await tag()).not.toBe(before)
  })

  it.each([{ args: { A: '1', B: '3' } }, { target: 'prod' }, { platform: 'linux/arm64' }])(
    'changes with %j',
    async (change) => {
      expect(await tag(change)).not.toBe(await tag())
    },
  )

  it('does not care for the order of build arguments', async () => {
    expect(await tag({ args: { A: '1', B: '2' } })).toBe(await tag())
  })

  it('is the same in another checkout, whatever the order, the clock and the umask there', async () => {
    const files = [
      ['Dockerfile', 'FROM scratch\nCOPY . /\n'],
      ['.dockerignore', 'ignored\n*.log\n'],
      ['a.txt', 'a'],
      ['run.sh', '#!/bin/sh\n'],
    ] as const
    const umask = process.umask(0o077)
    for (const [name, text] of files.toReversed()) write(`elsewhere/web/${name}`, text)
    process.umask(umask)
    symlinkSync('a.txt', join(root, 'elsewhere/web/link'))
    utimesSync(join(root, 'elsewhere/web/a.txt'), 1, 1)
    expect(await contentTag(build, join(root, 'elsewhere'))).toBe(await tag())
  })

  it('does not count a socket, which no builder sends', async () => {
    const before = await tag()
    const server = createServer().listen(join(root, 'web/.s'))
    await once(server, 'listening')
    expect(await tag()).toBe(before)
    server.close()
  })

  it('says which Dockerfile is missing', async () => {
    await expect(tag({ dockerfile: 'web/Nope' })).rejects.toMatchObject({
      code: 'BUILD_FAILED',
      message: expect.stringContaining('web/Nope'),
    })
  })
})
