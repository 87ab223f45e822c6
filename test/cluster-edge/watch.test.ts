import { constants, createGzip } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { secretHasher } from '../../src/cluster/tidy.ts'
import { createTransport } from '../../src/cluster/transport.ts'
import { watchKinds } from '../../src/cluster/watch.ts'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import type { WatchedKind } from '../../src/rollout/kube.ts'
import { fakeApi, json, pod } from './fake-api.ts'
import { fakeClock } from './fake-clock.ts'

type Api = Awaited<ReturnType<typeof fakeApi>>
let api: Api
let clock: ReturnType<typeof fakeClock>
let stop: AbortController
let events: RolloutEvent[]
let ended: Promise<void>
let logins: number

beforeEach(async () => {
  api = await fakeApi()
  clock = fakeClock()
  stop = new AbortController()
  events = []
  logins = 0
})
afterEach(async () => {
  stop.abort()
  await ended
  await api.close()
})

function begin(kinds: WatchedKind[] = ['Pod']): void {
  const credentials = async () => {
    logins += 1
    return { tls: {}, headers: { Authorization: `Bearer token-${logins}` } }
  }
  const transport = createTransport({ server: api.server, context: 'test', clock, credentials })
  const deps = { api: { transport, context: 'test' }, clock, hash: secretHasher(), random: () => 0 }
  ended = (async () => {
    for await (const event of watchKinds(deps, 'dev', kinds, stop.signal)) events.push(event)
    transport.close()
  })()
}

/** Events as words: `seen a@5`, `synced`, `lost`. */
const story = () =>
  events.map((event) => {
    const metadata = 'object' in event ? event.object.metadata : undefined
    return metadata ? `${event.type} ${metadata.name}@${metadata.resourceVersion}` : event.type
  })
const told = (line: string) => api.until(() => story().includes(line))
const watching = (count: number) => api.until(() => api.state.open.length >= count)
/** Passes time in small steps, so that what a step causes can happen. */
const pass = async (ms: number, holds: () => boolean) => {
  for (let spent = 0; spent < ms && !holds(); spent += 250) await clock.advance(250)
  await api.until(holds)
}

describe('a healthy watch', () => {
  it('lists, then follows, and tells each thing once', async () => {
    api.state.items = [pod('a', 1)]
    begin()
    await watching(1)
    expect(story()).toEqual(['seen a@1', 'synced'])
    expect(api.state.watches[0]?.searchParams.get('resourceVersion')).toBe('1')
    expect(api.state.watches[0]?.searchParams.get('allowWatchBookmarks')).toBe('true')
    api.send(
      { type: 'MODIFIED', object: pod('a', 2) },
      { type: 'MODIFIED', object: pod('a', 2) },
      { type: 'BOOKMARK', object: { metadata: { resourceVersion: '9' } } },
      { type: 'ADDED', object: pod('b', 10) },
      { type: 'DELETED', object: pod('b', 11) },
    )
    await told('gone b@11')
    expect(story()).toEqual(['seen a@1', 'synced', 'seen a@2', 'seen b@10', 'gone b@11'])
  })

  it('tells a delete and a create of the same name as two things', async () => {
    api.state.items = [pod('a', 1)]
    begin()
    await watching(1)
    api.send({ type: 'MODIFIED', object: pod('a', 5, 'another') })
    await told('seen a@5')
    expect(story()).toEqual(['seen a@1', 'synced', 'gone a@1', 'seen a@5'])
  })

  it('never lets a Secret’s values out', async () => {
    api.state.items = [
      { ...pod('s', 1), kind: 'Secret', data: { URL: Buffer.from('hunter22').toString('base64') } } as never,
    ]
    begin(['Secret'])
    await watching(1)
    const text = JSON.stringify(events)
    expect(text).not.toContain(Buffer.from('hunter22').toString('base64'))
    expect(text).toMatch(/"URL":"hmac:[0-9a-f]{32}:8"/)
    expect(api.state.watches[0]?.searchParams.get('fieldSelector')).toBe('type!=helm.sh/release.v1')
  })

  it('tells nothing of what is older than what is known', async () => {
    begin()
    await watching(1)
    api.send({ type: 'ADDED', object: pod('a', 5) }, { type: 'MODIFIED', object: pod('a', 3) })
    api.send({ type: 'MODIFIED', object: pod('a', 9) })
    await told('seen a@9')
    expect(story()).toEqual(['synced', 'seen a@5', 'seen a@9'])
  })

  it('reads zipped events as they come', async () => {
    const zip = createGzip({ flush: constants.Z_SYNC_FLUSH })
    api.script.watch = (_request, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).flushHeaders()
      zip.pipe(response)
    }
    begin()
    await api.until(() => api.state.watches.length === 1)
    zip.write(`${JSON.stringify({ type: 'ADDED', object: pod('a', 5) })}\n`)
    await told('seen a@5')
  })

  it('corrects the time by the server’s clock', async () => {
    api.script.list = (_request, response) =>
      json(
        response,
        200,
        { metadata: { resourceVersion: '1' }, items: [] },
        { Date: new Date(clock.now() + 600_000).toUTCString() },
      )
    begin()
    await told('synced')
    expect(events[0]!.at - clock.now()).toBeGreaterThan(599_000)
  })

  it('ends, and closes its connections, when it is told to', async () => {
    begin()
    await watching(1)
    const closed = new Promise((resolve) => api.state.open[0]!.once('close', resolve))
    stop.abort()
    await ended
    await closed
    expect(clock.sleeping()).toEqual([])
  })
})

describe('a watch in trouble', () => {
  it.each<[string, (api: Api) => void]>([
    ['HTTP 410', (fake) => (fake.script.watch = (_request, response) => json(response, 410, { code: 410 }))],
    [
      'an ERROR 410 in a stream that stays open',
      (fake) =>
        (fake.script.watch = (_request, response) =>
          void response
            .writeHead(200)
            .write(`${JSON.stringify({ type: 'ERROR', object: { code: 410 } })}\n`)),
    ],
    [
      'a line that is not JSON',
      (fake) => (fake.script.watch = (_request, response) => void response.writeHead(200).write('garbage\n')),
    ],
  ])('lists again after %s, and tells what is gone', async (_name, breakIt) => {
    api.state.items = [pod('a', 1), pod('b', 2)]
    const healthy = api.script.watch
    breakIt(api)
    begin()
    await told('synced')
    await api.until(() => api.state.watches.length === 1)
    api.state.items = [pod('a', 1)]
    api.state.version = 7
    api.script.watch = healthy
    await pass(5000, () => story().includes('gone b@2'))
    await pass(5000, () => api.state.open.length === 1)
    expect(api.state.watches.at(-1)?.searchParams.get('resourceVersion')).toBe('7')
  })

  it.each<[string, (api: Api) => void]>([
    [
      'a cut in the middle of a line',
      (fake) => {
        fake.state.open[0]!.write('{"type":"ADD')
        fake.state.open[0]!.socket!.resetAndDestroy()
      },
    ],
    [
      'an ERROR 500 and the end',
      (fake) =>
        fake.state.open[0]!.end(
          `${JSON.stringify({ type: 'ERROR', object: { code: 500, message: 'etcd' } })}\n`,
        ),
    ],
    ['a clean close', (fake) => fake.state.open[0]!.end()],
  ])('goes on from where it was after %s', async (_name, breakIt) => {
    begin()
    await watching(1)
    api.send({ type: 'ADDED', object: pod('a', 42) })
    await told('seen a@42')
    breakIt(api)
    await pass(2000, () => api.state.open.length === 2)
    expect(api.state.watches[1]?.searchParams.get('resourceVersion')).toBe('42')
    expect(story()).not.toContain('lost')
  })

  it('begins anew when a stream falls silent', async () => {
    begin()
    await watching(1)
    await pass(90_000, () => api.state.open.length === 2)
    expect(clock.monotonic()).toBeGreaterThanOrEqual(75_000)
  })

  it('learns from a list what a silent stream kept to itself, within 12 seconds', async () => {
    begin()
    await watching(1)
    api.state.items = [pod('late', 5)]
    api.state.version = 5
    await pass(13_000, () => story().includes('seen late@5'))
    await pass(2000, () => api.state.open.length === 2)
    expect(clock.monotonic()).toBeLessThan(15_000)
  })

  it('does not bring back what is gone with a list that is older than the watch', async () => {
    api.state.items = [pod('a', 1)]
    begin()
    await watching(1)
    api.send({ type: 'DELETED', object: pod('a', 9) })
    await told('gone a@9')
    await pass(13_000, () => api.state.lists === 2)
    await clock.advance(250)
    expect(story()).toEqual(['seen a@1', 'synced', 'gone a@9'])
  })

  it('tries again when the headers never come', async () => {
    const healthy = api.script.watch
    api.script.watch = () => undefined
    begin()
    await api.until(() => api.state.watches.length === 1)
    api.script.watch = healthy
    await pass(12_000, () => api.state.open.length === 1)
  })

  it('does not storm a server that closes at once', async () => {
    api.script.watch = (_request, response) => void response.writeHead(200).end()
    begin()
    await told('synced')
    for (let second = 0; second < 60; second += 1) await clock.advance(1000)
    expect(api.state.watches.length).toBeLessThan(30)
  })

  it('waits as long as a 429 asks for', async () => {
    const healthy = api.script.watch
    api.script.watch = (_request, response) => json(response, 429, {}, { 'Retry-After': '7' })
    begin()
    await api.until(() => api.state.watches.length === 1)
    await api.until(() => clock.sleeping().some((ms) => ms === 7000))
    api.script.watch = healthy
    await pass(8000, () => api.state.open.length === 1)
  })
})

describe('a watch that does not hold', () => {
  /** Lists that know more each time, and watches that never tell. */
  const growing = () => {
    api.script.list = (_request, response) => {
      api.state.version += 1
      api.state.items = [pod('a', api.state.version)]
      json(response, 200, {
        metadata: { resourceVersion: String(api.state.version) },
        items: api.state.items,
      })
    }
  }

  it('is asked less than lists, once it is known to be deaf', async () => {
    growing()
    begin()
    await watching(1)
    await pass(40_000, () => api.state.lists >= 8)
    expect(clock.monotonic()).toBeLessThan(40_000)
    expect(api.state.watches.length).toBeLessThanOrEqual(api.state.lists + 1)
  })

  it.each([403, 404, 405])('%i for a watch: lists do, and nothing is lost', async (status) => {
    api.script.watch = (_request, response) => json(response, status, { message: 'cannot watch resource' })
    begin()
    await told('synced')
    for (let second = 0; second < 30; second += 1) await clock.advance(1000)
    await api.until(() => api.state.lists >= 5)
    expect(api.state.watches).toHaveLength(1)
    expect(api.state.lists).toBeLessThan(14)
    expect(story()).toEqual(['synced'])
  })

  it('is not a cluster that is lost', async () => {
    api.script.watch = (_request, response) => json(response, 502, { message: 'proxy' })
    begin()
    await told('synced')
    for (let second = 0; second < 60; second += 1) await clock.advance(1000)
    expect(story()).toEqual(['synced'])
    expect(api.state.lists + api.state.watches.length).toBeLessThan(60)
  })
})

describe('sight of the cluster', () => {
  it('is lost after the second failure and told once, then regained', async () => {
    const healthy = api.script.list
    api.script.list = (_request, response) => json(response, 503, { message: 'restarting' })
    begin()
    await pass(10_000, () => api.state.lists >= 6)
    expect(story().filter((line) => line === 'lost')).toHaveLength(1)
    api.script.list = healthy
    await pass(10_000, () => story().includes('synced'))
    expect(story()).toEqual(['lost', 'regained', 'synced'])
  })

  it('is regained only when everything was listed anew', async () => {
    begin(['Pod', 'Service'])
    await watching(2)
    const healthy = api.script.list
    const refuse: typeof healthy = (_request, response) => json(response, 503, {})
    api.script.list = refuse
    api.script.watch = refuse
    for (const stream of api.state.open) stream.end()
    await pass(20_000, () => story().includes('lost'))
    api.state.items = [pod('new', 5)]
    api.state.version = 5
    api.script.list = (request, response, url) =>
      (url.pathname.endsWith('/pods') ? healthy : refuse)(request, response, url)
    await pass(20_000, () => story().includes('seen new@5'))
    expect(story()).not.toContain('regained')
    api.script.list = healthy
    await pass(20_000, () => story().includes('regained'))
    expect(story().slice(-2)).toEqual(['seen new@5', 'regained'])
  })

  it('does without what only explains, and takes it back', async () => {
    const healthy = api.script.list
    api.script.list = (request, response, url) =>
      url.pathname.endsWith('/events')
        ? json(response, 500, { message: 'etcd' })
        : healthy(request, response, url)
    begin(['Pod', 'Event'])
    await pass(10_000, () => story().includes('forbidden'))
    expect(story()).not.toContain('lost')
    api.script.list = healthy
    await pass(20_000, () => events.some((event) => event.type === 'synced' && event.kind === 'Event'))
  })

  it('renews the credentials after a 401 and goes on', async () => {
    const healthy = api.script.list
    api.script.list = (request, response, url) =>
      request.headers.authorization === 'Bearer token-1'
        ? json(response, 401, {})
        : healthy(request, response, url)
    begin()
    await told('synced')
    expect(api.state.authorizations.slice(0, 2)).toEqual(['Bearer token-1', 'Bearer token-2'])
    expect(story()).toEqual(['synced'])
  })

  it('says that it lost sight when the credentials stay refused', async () => {
    api.script.list = (_request, response) => json(response, 401, {})
    begin()
    await pass(10_000, () => story().includes('lost'))
    expect(events[0]).toMatchObject({
      type: 'lost',
      message: expect.stringContaining('does not accept the credentials'),
    })
    expect(logins).toBe(2)
  })

  it('tries another login after a rest, for who signs in meanwhile', async () => {
    const healthy = api.script.list
    api.script.list = (request, response, url) =>
      request.headers.authorization === 'Bearer token-3'
        ? healthy(request, response, url)
        : json(response, 401, {})
    begin()
    await pass(60_000, () => story().includes('synced'))
    expect(clock.monotonic()).toBeGreaterThanOrEqual(30_000)
    expect(logins).toBe(3)
  })

  it('does without a kind that it may not see', async () => {
    const healthy = api.script.list
    api.script.list = (request, response, url) =>
      url.pathname.endsWith('/secrets')
        ? json(response, 403, { message: 'User "u" cannot list resource "secrets"' })
        : healthy(request, response, url)
    begin(['Pod', 'Secret'])
    await api.until(() => story().includes('synced') && story().includes('forbidden'))
    expect(events.find(({ type }) => type === 'forbidden')).toMatchObject({
      kind: 'Secret',
      message: expect.stringContaining('may not list secrets'),
    })
    await pass(13_000, () => api.state.lists >= 3)
    expect(story()).not.toContain('lost')
  })
})
