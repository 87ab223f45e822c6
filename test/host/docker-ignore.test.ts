import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDockerIgnore } from '../../src/host/docker-ignore.ts'
import { listContext } from '../../src/host/list-context.ts'
import { type Answer, recorded } from '../cluster/docker-ignore/recorded.ts'
import { writeIgnoreFiles, writeTree } from '../cluster/docker-ignore/write-context.ts'

const { tree, cases } = recorded()
let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'k8sdeploy-context-'))
  writeTree(root, tree)
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

function read(text = ''): Answer {
  const all = listContext(root, '.', [readDockerIgnore('')])
  const kept = listContext(root, '.', [readDockerIgnore(text)])
  return {
    left: all.filter((path) => !kept.includes(path)),
    emptied: kept.filter((path) => !all.includes(path)),
  }
}
/** The classic builder enters a folder that is left out only for an exception that names it without wildcards. */
const returnsByWildcard = /^!.*[*?[].*/m

describe('a .dockerignore leaves out what docker left out', () => {
  const built = cases.filter(({ by }) => by.classic && by.buildkit)

  it.each(built)('$ignore $own', ({ ignore, own, by }) => {
    writeIgnoreFiles(root, { ignore, own })
    expect(read(own ?? ignore), 'BuildKit').toEqual(by.buildkit)
    const { left, emptied } = read(ignore)
    if (returnsByWildcard.test(ignore ?? ''))
      expect(by.classic?.left, 'classic').toEqual(expect.arrayContaining(left))
    else expect({ left, emptied }, 'classic').toEqual(by.classic)
  })

  it('in more than a hundred cases', () => expect(built.length).toBeGreaterThan(100))
})

describe('a folder is not entered', () => {
  it.each<[string, string, boolean]>([
    ['node_modules', 'node_modules', true],
    ['node_modules\n!src/a', 'node_modules', true],
    ['logs\n!logs/keep', 'logs', false],
    ['logs\n!**/keep', 'logs', false],
    ['', 'src', false],
  ])('when nothing can come back from it: %j %s', (text, dir, closed) => {
    const ignore = readDockerIgnore(text)
    expect(ignore.isClosed(dir, ignore.judge(dir))).toBe(closed)
  })
})
