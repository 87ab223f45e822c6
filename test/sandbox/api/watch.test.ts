import { request } from 'node:https'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSandboxApi } from '../../contract/sandbox-api.ts'
import { send } from '../../contract/send.ts'

let sandbox: Awaited<ReturnType<typeof startSandboxApi>>
beforeAll(async () => {
  sandbox = await startSandboxApi()
})
afterAll(() => sandbox.close())

const path = '/api/v1/namespaces/default/configmaps'
const write = (method: string, at: string, body?: object) =>
  send(
    sandbox.target,
    {
      name: '',
      method,
      path: at,
      type: method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
      body,
    },
    'default',
  )
const ask = (query: string) =>
  send(sandbox.target, { name: '', method: 'GET', path: `${path}?${query}` }, 'default')
type Event = { type: string; object: { metadata: { name: string; annotations?: object } } }
const told = ({ type, object: { metadata } }: Event) => `${type} ${metadata.name}`

async function* watch(query: string): AsyncGenerator<Event> {
  const { server, ca, token } = sandbox.target
  const headers = { authorization: `Bearer ${token}` }
  const sent = request(`${server}${path}?watch=1&${query}`, { ca, headers, agent: false }).end()
  const response = await new Promise<import('node:http').IncomingMessage>((resolve) =>
    sent.on('response', resolve),
  )
  let rest = ''
  // Leaving this loop hangs up.
  for await (const chunk of response.setEncoding('utf8') as AsyncIterable<string>) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield JSON.parse(line) as Event
  }
}

async function first(
  count: number,
  events: AsyncGenerator<Event>,
  act?: () => Promise<unknown>,
): Promise<string[]> {
  const seen: string[] = []
  const next = events.next()
  await act?.()
  for (let event = await next; !event.done; event = await events.next()) {
    seen.push(told(event.value))
    if (seen.length === count) break
  }
  await events.return(undefined)
  return seen
}

describe('a watch', () => {
  it('shows what a selector gains and loses', async () => {
    await write('POST', path, { metadata: { name: 'w', labels: { on: 'yes' } } })
    const version = ((await ask('')).body as { metadata: { resourceVersion: string } }).metadata
      .resourceVersion
    const seen = await first(3, watch(`labelSelector=on%3Dyes&resourceVersion=${version}`), async () => {
      await write('PATCH', `${path}/w`, { metadata: { labels: { on: 'no' } } })
      await write('PATCH', `${path}/w`, { data: { a: 'b' } })
      await write('PATCH', `${path}/w`, { metadata: { labels: { on: 'yes' } } })
      await write('DELETE', `${path}/w`)
    })
    expect(seen).toEqual(['DELETED w', 'ADDED w', 'DELETED w'])
  })

  it('begins with what there is, and says when it has said all', async () => {
    await write('POST', path, { metadata: { name: 'x' } })
    const events = watch('sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true')
    const seen = await first(2, events)
    expect(seen[0]).toBe('ADDED x')
    expect(seen[1]).toMatch(/^BOOKMARK/)
  })

  it('replays the past', async () => {
    const all = (await ask('watch=1&resourceVersion=1&timeoutSeconds=1')).body as Event[]
    expect(all.map(told).slice(0, 2)).toEqual(['ADDED w', 'MODIFIED w'])
  })

  it('ends when its time is over', async () => {
    const events = (await ask('watch=1&resourceVersion=0&timeoutSeconds=1')).body as Event[]
    expect(events.map(told)).toEqual(['ADDED x'])
  })
})

describe('the door', () => {
  it('is closed without the token', async () => {
    const { server, ca } = sandbox.target
    const answer = await send({ server, ca, token: 'wrong' }, { name: '', method: 'GET', path }, 'default')
    expect(answer).toMatchObject({ code: 401, body: { kind: 'Status', reason: 'Unauthorized' } })
  })

  it('opens to a health check', async () => {
    const { server, ca } = sandbox.target
    expect(await send({ server, ca }, { name: '', method: 'GET', path: '/readyz' }, '')).toEqual({
      code: 200,
      body: 'ok',
    })
  })
})
