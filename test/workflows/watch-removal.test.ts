import { describe, expect, it } from 'vitest'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import { storyTeller } from '../../src/workflows/story-teller.ts'
import { watchRemoval } from '../../src/workflows/watch-removal.ts'
import { fakeCluster } from '../fakes/fake-cluster.ts'

const pod = (name: string, deletionTimestamp?: string) => ({
  metadata: {
    name,
    labels: { 'app.kubernetes.io/instance': 'shop' },
    deletionTimestamp: deletionTimestamp as unknown as Date,
  },
})
const seen = (at: number, object: object): RolloutEvent => ({ type: 'seen', at, kind: 'Pod', object })
const gone = (at: number, object: object): RolloutEvent => ({ type: 'gone', at, kind: 'Pod', object })
const synced: RolloutEvent = { type: 'synced', at: 1, kind: 'Pod' }

async function watch(events: RolloutEvent[]) {
  const clock = { now: () => 0, monotonic: () => 0, sleep: async () => {} }
  const story = storyTeller(clock, { report: () => {}, close: () => {} })
  const cluster = fakeCluster([], {
    watch: async function* () {
      yield* events
    },
  })
  await watchRemoval('shop', 'ns', cluster, story, new AbortController().signal)
  return story.transitions.map(({ object, to }) => `${object} ${to}`)
}

describe('watchRemoval', () => {
  it('is done at once when nothing is there', async () => {
    expect(await watch([synced])).toEqual([])
  })
  it('tells of each pod from Terminating to gone', async () => {
    const leaving = pod('a', '2026-11-23T20:00:00Z')
    expect(await watch([seen(0, pod('a')), synced, seen(2, leaving), gone(3, leaving)])).toEqual([
      'Pod/a Terminating',
      'Pod/a Gone',
    ])
  })
  it('never claims that pods are gone when it was stopped before', async () => {
    await expect(watch([seen(0, pod('a')), synced])).rejects.toMatchObject({
      code: 'CANCELLED',
      message: 'stopped while 1 pod was still leaving',
    })
  })
})
