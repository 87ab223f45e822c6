import { describe, expect, it } from 'vitest'
import { DeployError } from '../../src/errors.ts'
import type { Cluster, Runner } from '../../src/ports.ts'
import { fetchJournal, type LeaseObject } from '../../src/workflows/release-journal.ts'
import { requireFree, takeTurn } from '../../src/workflows/take-turn.ts'
import { fakeCluster } from '../fakes/fake-cluster.ts'

/** One Lease, as an API server keeps it: every write needs the version that was read. */
function cluster() {
  const here = { lease: undefined as LeaseObject | undefined, version: 0, now: 1_700_000_000_000 }
  const keep = (lease: LeaseObject) => {
    here.version += 1
    const metadata = { ...lease.metadata, resourceVersion: String(here.version) }
    here.lease = structuredClone({ ...lease, metadata })
    return structuredClone(here.lease)
  }
  const port: Cluster = fakeCluster([], {
    now: () => here.now,
    get: async () => structuredClone(here.lease) as never,
    create: async (lease) => (here.lease ? undefined : (keep(lease as LeaseObject) as never)),
    replace: async (lease) =>
      here.lease?.metadata?.resourceVersion === lease.metadata?.resourceVersion
        ? (keep(lease as LeaseObject) as never)
        : undefined,
  })
  return { here, place: { cluster: port, release: 'shop', namespace: 'shop', command: 'up' } }
}

const runner = (name: string, pid: number, living: number[] = [pid], machine = 'here'): Runner => ({
  name,
  pid,
  machine,
  isAlive: (asked) => living.includes(asked),
})
const resting = { now: () => 0, monotonic: () => 0, sleep: () => new Promise<void>(() => undefined) }
const needs = (who: Runner) => ({ runner: who, clock: resting })
const anna = runner('anna@laptop', 1, [1, 2])
const ben = runner('ben@laptop', 2, [1, 2])

type Made = ReturnType<typeof cluster>
const journalOf = ({ place }: Made) => fetchJournal(place.cluster, 'shop', 'shop')
const take = async (made: Made, who: Runner, notes: string[] = []) =>
  takeTurn(made.place, await journalOf(made), needs(who), (message) => notes.push(message))

describe('takeTurn', () => {
  it('refuses a second run and names the first', async () => {
    const made = cluster()
    await take(made, anna)
    made.here.now += 12_000
    await expect(take(made, ben)).rejects.toMatchObject({
      code: 'BUSY',
      message: 'shop is busy: anna@laptop, pid 1 has been running up for 12 s',
      details: { next: ['k8sdeploy up'], state: 'nothing was changed' },
    })
  })

  it('lets one of two win that saw the same', async () => {
    const made = cluster()
    const journal = await journalOf(made)
    const both = [anna, ben].map((who) => takeTurn(made.place, journal, needs(who), () => undefined))
    const outcomes = await Promise.allSettled(both)
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  })

  it('is free again after leave, and remembers what was verified', async () => {
    const made = cluster()
    const turn = await take(made, anna)
    await turn.recordVerified({ revision: 3, at: '2026-01-01T00:00:00Z' })
    await turn.leave()
    requireFree(await journalOf(made), made.place, needs(ben))
    await (await take(made, ben)).recordVerified({ revision: 5, at: '2026-01-02T00:00:00Z' })
    expect((await journalOf(made)).verified.map(({ revision }) => revision)).toEqual([3, 5])
  })

  it.each([
    ['from a run that was not heard of for its time', 31_000, ben],
    ['at once from one that is not alive on this machine', 1000, runner('ben@laptop', 2, [2])],
  ])('takes over %s, and says so', async (_, later, who) => {
    const made = cluster()
    await take(made, anna)
    made.here.now += later
    const notes: string[] = []
    await take(made, who, notes)
    expect(notes).toEqual([expect.stringMatching(/^took over from anna@laptop, pid 1: its up was killed/)])
    expect(made.here.lease?.spec?.holderIdentity).toBe('ben@laptop, pid 2')
  })

  it('does not judge a pid of another machine', async () => {
    const made = cluster()
    await take(made, anna)
    await expect(take(made, runner('ben@desk', 2, [2], 'elsewhere'))).rejects.toMatchObject({ code: 'BUSY' })
  })

  it('knows its own Lease again when the answer to its first write was lost', async () => {
    const made = cluster()
    const { create } = made.place.cluster
    made.place.cluster.create = async (lease) => {
      await create(lease)
      return undefined
    }
    const notes: string[] = []
    const turn = await take(made, anna, notes)
    await turn.recordVerified({ revision: 3, at: '2026-01-01T00:00:00Z' })
    turn.require()
    expect(notes).toEqual([])
    expect((await journalOf(made)).verified).toHaveLength(1)
  })

  it('stops a run that was thought dead', async () => {
    const made = cluster()
    const turn = await take(made, anna)
    made.here.now += 31_000
    await take(made, ben)
    await turn.recordVerified({ revision: 3, at: '' })
    expect(() => turn.require()).toThrow('ben@laptop, pid 2 has taken over from anna@laptop')
    expect(made.here.lease?.spec?.holderIdentity).toBe('ben@laptop, pid 2')
  })

  it('keeps the turn when somebody else has touched the Lease', async () => {
    const made = cluster()
    const turn = await take(made, anna)
    made.here.lease!.metadata!.resourceVersion = 'edited'
    await turn.leave()
    turn.require()
    expect(made.here.lease?.spec?.holderIdentity).toBeUndefined()
  })

  const full = {
    class: 'quota',
    object: { kind: 'Lease', name: 'x' },
    field: '',
    whyNotTransient: '',
  } as const
  it.each([new DeployError('FORBIDDEN', 'no'), new DeployError('CLUSTER_REFUSED', 'full', { blame: full })])(
    'goes on without a Lease, with a word, where it may not be written: %s',
    async (refusal) => {
      const made = cluster()
      const forbid = async () => {
        throw refusal
      }
      const place = { ...made.place, cluster: { ...made.place.cluster, create: forbid } }
      const notes: string[] = []
      const hidden = { get: async () => Promise.reject(new DeployError('FORBIDDEN', 'no')) }
      for (const journal of [{ verified: [] }, await fetchJournal(hidden as never, 'shop', 'shop')]) {
        const turn = await takeTurn(place, journal, needs(anna), (message) => notes.push(message))
        await turn.leave()
      }
      expect(notes).toEqual(Array(2).fill(expect.stringMatching(/^you may not write Leases in shop/)))
    },
  )
})
