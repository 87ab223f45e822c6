import { expect, it } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import type { Web } from '../../src/ports.ts'
import { watchRequests } from '../../src/workflows/watch-requests.ts'
import { fakeCluster } from '../fakes/fake-cluster.ts'

type Answer = Awaited<ReturnType<Web['probe']>>
const fine: Answer = { status: 200, milliseconds: 1, contentType: 'text/html', body: '' }
const refused: Answer = { failed: 'connection refused' }
const busy: Answer = { ...fine, status: 503 }

/** Asks until the answers are used up. */
const watchAnswers = async (answers: Answer[], nodePorts = [30080]) => {
  let time = 0
  const ports = [...nodePorts]
  const service = () => ({
    kind: 'Service',
    metadata: { namespace: 'shop', name: 'shop-frontend' },
    spec: { ports: [{ port: 80, nodePort: ports.length > 1 ? ports.shift() : ports[0] }] },
  })
  let isUsedUp = () => {}
  const usedUp = new Promise<void>((resolve) => {
    isUsedUp = resolve
  })
  const left = [...answers]
  const clock = {
    now: () => time,
    monotonic: () => time,
    sleep: async (ms: number) => {
      time += ms
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
  const web: Web = {
    probe: async (_, { signal }) => {
      time += 10
      const next = left.shift()
      if (left.length === 0) setImmediate(isUsedUp)
      return next ?? (signal?.aborted ? { failed: 'stopped' } : fine)
    },
  }
  const stop = watchRequests({
    config: { name: 'shop', access: { kind: 'node-port' } } as Config,
    cluster: fakeCluster([], { get: async () => service() as never }),
    namespace: 'shop',
    world: { web, clock, signal: new AbortController().signal },
  })
  await usedUp
  return stop()
}

it('counts what was lost', async () => {
  expect(await watchAnswers([fine, fine, refused, refused, busy, fine])).toMatchObject({
    url: 'http://localhost:30080',
    failed: 3,
    longestGapMs: 460,
    lastFailure: '503',
  })
})

it('says that nothing was lost', async () => {
  expect(await watchAnswers([fine, { ...fine, status: 404 }, fine])).toMatchObject({
    failed: 0,
    longestGapMs: 0,
  })
})

it('measures nothing where nothing answered before', async () => {
  expect(await watchAnswers([refused])).toBeUndefined()
})

it('expects no answer at an address that the release gave up', async () => {
  expect(await watchAnswers([fine, refused], [30080, 30081])).toBeUndefined()
})
