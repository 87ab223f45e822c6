import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { streamLogs } from '../../src/cluster/logs.ts'
import { createTransport } from '../../src/cluster/transport.ts'
import type { Cluster, LogLine } from '../../src/ports.ts'
import { fakeApi, type Handler, json } from './fake-api.ts'
import { fakeClock } from './fake-clock.ts'

let api: Awaited<ReturnType<typeof fakeApi>>
const asked: URLSearchParams[] = []
const never = new AbortController().signal

beforeEach(async () => {
  api = await fakeApi()
  asked.length = 0
})
afterEach(() => api.close())

const serve = (answer: Handler) => {
  api.script.list = (request, response, url) => {
    asked.push(url.searchParams)
    answer(request, response, url)
  }
}
const body = (...chunks: (string | Buffer)[]) =>
  serve((_, response) => {
    for (const chunk of chunks) response.write(chunk)
    response.end()
  })
const stream = (options: Partial<Parameters<Cluster['logLines']>[0]> = {}) => {
  const credentials = async () => ({ tls: {}, headers: {} })
  const transport = createTransport({ server: api.server, context: 'test', clock: fakeClock(), credentials })
  return streamLogs(
    { transport, context: 'test' },
    { namespace: 'dev', pod: 'a', container: 'web', signal: never, ...options },
  )
}
const read = async (...options: Parameters<typeof stream>) => {
  const lines: LogLine[] = []
  for await (const line of stream(...options)) lines.push(line)
  return lines
}
const [one, two] = ['2026-03-01T10:00:01.000000001Z', '2026-03-01T11:00:02.5+01:00']

describe('lines', () => {
  it.each<[string, string[], [string, string, boolean][]]>([
    [
      'with their times',
      [`${one} hello there\n${two} bye\n`],
      [
        [one, 'hello there', true],
        [two, 'bye', true],
      ],
    ],
    [
      'that are empty',
      [`${one} \n${one}\n`],
      [
        [one, '', true],
        [one, '', true],
      ],
    ],
    ['with blanks and tabs', [`${one}   a\tb  \n`], [[one, '  a\tb  ', true]]],
    ['in pieces', [one.slice(0, 9), `${one.slice(9)} he`, 'llo\n'], [[one, 'hello', true]]],
    [
      'without a line break',
      [`${one} a\n${two} b`],
      [
        [one, 'a', true],
        [two, 'b', false],
      ],
    ],
    [
      'of the kubelet are not the container’s',
      [`unable to retrieve container logs for containerd://1\n${one} a\nfailed`],
      [[one, 'a', true]],
    ],
    ['none', [], []],
  ])('%s', async (_, chunks, lines) => {
    body(...chunks)
    expect((await read()).map(({ time, text, isWhole }) => [time, text, isWhole])).toEqual(lines)
  })

  it('keep a character that was cut in two', async () => {
    const bytes = Buffer.from(`${one} grüße\n`)
    const cut = bytes.indexOf(0xc3) + 1
    body(bytes.subarray(0, cut), bytes.subarray(cut))
    expect((await read()).map(({ text }) => text)).toEqual(['grüße'])
  })
})

it.each<[Parameters<typeof stream>[0], Record<string, string>]>([
  [{}, { container: 'web', timestamps: 'true' }],
  [
    { follow: true, tailLines: 5 },
    { container: 'web', timestamps: 'true', follow: 'true', tailLines: '5' },
  ],
  [
    { previous: true, since: Date.parse('2026-03-01T10:00:01.900Z') },
    { container: 'web', timestamps: 'true', previous: 'true', sinceTime: '2026-03-01T10:00:01Z' },
  ],
])('%j asks for %j', async (options, query) => {
  body()
  await read(options)
  expect(Object.fromEntries(asked[0]!)).toEqual(query)
})

it.each([400, 404])('a container without a log (%i) has no lines', async (status) => {
  serve((_, response) => json(response, status, { message: 'is waiting to start' }))
  expect(await read()).toEqual([])
})

it('a right that is missing is an error', async () => {
  const message = 'User "u" cannot get resource "pods/log"'
  serve((_, response) => json(response, 403, { message }))
  await expect(read()).rejects.toMatchObject({
    code: 'FORBIDDEN',
    message: expect.stringMatching(/pods\/log a/),
  })
})

it('a connection that is cut is an error, after what has come', async () => {
  serve((_, response) => response.write(`${one} a\n${two} ha`, () => setImmediate(() => response.destroy())))
  const lines = stream({ follow: true })
  expect(await lines.next()).toMatchObject({ value: { text: 'a' } })
  await expect(lines.next()).rejects.toMatchObject({
    code: 'CLUSTER_UNREACHABLE',
    message: expect.stringMatching(/log of pod a was cut/),
  })
})

it('the signal ends it without an error', async () => {
  serve((_, response) => response.write(`${one} a\n`))
  const stop = new AbortController()
  const lines = stream({ follow: true, signal: stop.signal })
  await lines.next()
  stop.abort()
  expect(await lines.next()).toMatchObject({ done: true })
})
