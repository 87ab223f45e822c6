import { setTimeout } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import { type WatchedJob, watchJob } from '../../src/workflows/watch-job.ts'
import { fakeCluster } from '../fakes/fake-cluster.ts'
import { at, seen, synced } from '../rollout/objects.ts'

const job = (status: object = {}) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'm', uid: 'job', namespace: 'shop', resourceVersion: '7' },
  status,
})
const complete = job({ conditions: [{ type: 'Complete', status: 'True' }] })

let watched: WatchedJob | undefined
afterEach(() => watched?.stop())

const watch = async (events: RolloutEvent[], signal = new AbortController().signal) => {
  const cluster = fakeCluster([complete], {
    now: () => at(9),
    watch: async function* (_namespace, _kinds, ended) {
      yield* events
      await new Promise<void>((resolve) => ended.addEventListener('abort', () => resolve()))
    },
  })
  const clock = {
    now: () => at(9),
    monotonic: () => 0,
    sleep: (_: number, ended?: AbortSignal) =>
      new Promise<void>((resolve) => ended?.addEventListener('abort', () => resolve())),
  }
  const run = {
    cluster,
    config: { name: 'shop' },
    namespace: 'shop',
    story: { note: () => undefined },
    world: { clock, signal, secrets: { mask: (text: string) => text } },
  }
  watched = await watchJob(run as never, {
    component: { role: 'backend', deployment: 'm', service: '' },
    title: 'the migration',
    make: async () => job(),
  })
  return watched
}

it('sees what the watch tells', async () => {
  const { look } = await watch([...synced(0), seen(2, 'Job', complete)])
  await setTimeout()
  expect(await look()).toMatchObject({ state: 'succeeded' })
})

it('asks for the Job where it may not be watched', async () => {
  const hidden = { type: 'forbidden', at: at(0), kind: 'Job', message: 'no' } as const
  const { look } = await watch([hidden, ...synced(0).filter((one) => !('kind' in one) || one.kind !== 'Job')])
  expect(await look()).toMatchObject({ state: 'waiting' })
  await setTimeout()
  expect(await look()).toMatchObject({ state: 'succeeded' })
})

it('ends when the run is stopped before anything was listed', async () => {
  const stopped = new AbortController()
  const watching = watch([], stopped.signal)
  stopped.abort('SIGINT')
  await expect(watching).rejects.toBe('SIGINT')
})

it('sees nothing more once the run is stopped', async () => {
  const stopped = new AbortController()
  const { look } = await watch(synced(0), stopped.signal)
  expect(await look()).toMatchObject({ state: 'waiting' })
  stopped.abort('SIGINT')
  await expect(look()).rejects.toBe('SIGINT')
})
