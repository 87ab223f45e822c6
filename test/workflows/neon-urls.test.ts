import { describe, expect, it } from 'vitest'
import { isDeployError } from '../../src/errors.ts'
import type { Neon, NeonBranch, World } from '../../src/ports.ts'
import { fetchNeonUrls, neonNotes } from '../../src/workflows/neon-urls.ts'
import { removeBranches } from '../../src/workflows/remove-branches.ts'
import { configFrom } from '../config/config-text.ts'

const config = configFrom(`name: shop
frontend: {port: 3000}
backend: {port: 8000, secrets: [DATABASE_URL, DIRECT_URL]}
secrets:
  DATABASE_URL: {from: neon, project: quiet-sun-1}
  DIRECT_URL: {from: neon, project: quiet-sun-1, pooled: false}
`)
const pooled = 'postgresql://o:npg_longer@ep-x-pooler.eu.neon.test/d'
const direct = 'postgresql://o:npg_longer@ep-x.eu.neon.test/d'
const ours: NeonBranch = {
  id: 'br-1',
  project: 'quiet-sun-1',
  name: 'shop',
  isKept: false,
  notes: neonNotes('shop', 'shop'),
}

function worldWith({ there = [] as NeonBranch[], hasKey = true, reply = undefined as string | undefined }) {
  const done: string[] = []
  const branches = [...there]
  const neon: Neon = {
    hasKey,
    findBranch: async (_, name) => branches.find((it) => it.name === name),
    async createBranch(project, { name, notes }) {
      done.push(`create ${name}`)
      branches.push({ ...ours, project, name, notes })
      return branches.at(-1)!
    },
    async deleteBranch({ name }) {
      done.push(`delete ${name}`)
    },
    fetchUrls: async () => ({ pooled, direct }),
  }
  const terminal = { canAsk: reply !== undefined, ask: async () => ({ answer: reply }) }
  const world = { neon, terminal, signal: new AbortController().signal } as unknown as World
  return { world, done }
}

const place = { config, namespace: 'shop' }

describe('the URLs of a release on Neon', () => {
  it('are the pooled and the direct one, of a branch that is made once', async () => {
    const { world, done } = worldWith({})
    expect(await fetchNeonUrls({ ...place, world, createBranch: true })).toEqual({
      DATABASE_URL: { value: pooled, source: 'Neon’s branch shop', directHost: 'ep-x.eu.neon.test' },
      DIRECT_URL: { value: direct, source: 'Neon’s branch shop', directHost: 'ep-x.eu.neon.test' },
    })
    expect(done).toEqual(['create shop'])
  })

  it('are none without a key: the cluster may know them', async () => {
    const { world } = worldWith({ hasKey: false })
    expect(await fetchNeonUrls({ ...place, world })).toEqual({})
  })

  it.each([
    ['nothing may be made', undefined, undefined, 'WOULD_PROMPT'],
    ['nobody can be asked', false, undefined, 'WOULD_PROMPT'],
    ['somebody says no', false, 'no', 'CANCELLED'],
    ['nothing may be made, though somebody is there', undefined, 'yes', 'WOULD_PROMPT'],
  ])('a branch is not made when %s', async (_, createBranch, reply, code) => {
    const { world, done } = worldWith({ reply })
    const consent = createBranch === undefined ? {} : { createBranch }
    const error = await fetchNeonUrls({ ...place, world, ...consent }).catch((it: unknown) => it)
    expect(isDeployError(error) && error.code).toBe(code)
    expect(done).toEqual([])
  })

  it('a branch is made when somebody says yes', async () => {
    const { world, done } = worldWith({ reply: 'yes' })
    await fetchNeonUrls({ ...place, world, createBranch: false })
    expect(done).toEqual(['create shop'])
  })
})

const removals: [string, NeonBranch[], boolean, boolean, RegExp][] = [
  ['nobody asked for it', [ours], false, true, /--delete-branch/],
  ['there is no key', [ours], true, false, /NEON_API_KEY/],
  ['it is gone', [], true, true, /not there/],
  ['somebody else made it', [{ ...ours, notes: {} }], true, true, /did not make it/],
  ['it is another release’s', [{ ...ours, notes: neonNotes('shop', 'b') }], true, true, /did not make it/],
  ['it is protected', [{ ...ours, isKept: true }], true, true, /protected/],
]

describe('down', () => {
  it('deletes the branch that we made, once', async () => {
    const { world, done } = worldWith({ there: [ours] })
    const report = { removed: [], left: [] }
    await removeBranches({ ...place, world, report }, true)
    expect(done).toEqual(['delete shop'])
    expect(report).toEqual({ removed: ['Neon branch shop'], left: [] })
  })

  it.each(removals)('leaves it when %s', async (_, there, isWanted, hasKey, why) => {
    const { world, done } = worldWith({ there, hasKey })
    const report = { removed: [], left: [] }
    await removeBranches({ ...place, world, report }, isWanted)
    expect(done).toEqual([])
    expect(report.left).toEqual([{ object: 'Neon branch shop', why: expect.stringMatching(why) }])
  })
})
