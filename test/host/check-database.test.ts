import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterAll, expect, it } from 'vitest'
import { systemClock } from '../../src/host/clock.ts'
import { checkDatabase, patienceWith } from '../../src/host/database/check-database.ts'

const wishForTls = 80877103
const start = 196608
const servers: { close(): void }[] = []
afterAll(() => {
  for (const server of servers) server.close()
})

/** A server without TLS that answers whoever wants in with this. */
async function serve(answer: (socket: Socket, times: number) => void): Promise<number> {
  let times = 0
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (data) => {
      const asked = data.length < 8 ? 'goodbye' : data.readInt32BE(4)
      if (asked === wishForTls) socket.write('N')
      else if (asked === start) answer(socket, ++times)
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

function refusal(code: string, message: string): Buffer {
  const body = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`)
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length + 4)
  return Buffer.concat([Buffer.from('E'), length, body])
}

const rows: [code: string, message: string, detail: RegExp, hint: RegExp][] = [
  ['53300', 'sorry, too many clients already', /no connection left/, /pooled host/],
  ['57P03', 'the database system is starting up', /starting up/, /moment/],
  ['28000', 'no pg_hba.conf entry for host', /no pg_hba.conf entry/, /allow list/],
]

it.each(rows)('a server that answers %s', async (code, message, detail, hint) => {
  const port = await serve((socket) => socket.end(refusal(code, message)))
  const url = `postgresql://u:longer@127.0.0.1:${port}/d?sslmode=prefer`
  const found = await checkDatabase(url, { budgetMs: 1500 }, systemClock)
  expect(found.steps.at(-1)).toMatchObject({ step: 'login', detail: expect.stringMatching(detail) })
  expect(found.hint).toMatch(hint)
})

it('a server without TLS is refused where TLS is asked for', async () => {
  const port = await serve((socket) => socket.destroy())
  const url = `postgresql://u:longer@127.0.0.1:${port}/d?sslmode=require`
  const found = await checkDatabase(url, { budgetMs: 1500 }, systemClock)
  expect(found).toMatchObject({ ok: false, class: 'database-tls', hint: expect.stringMatching(/sslmode/) })
})

it('a server that is silent about TLS may be asleep', async () => {
  const server = createServer((socket) => socket.on('error', () => undefined).resume())
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `postgresql://u:longer@127.0.0.1:${(server.address() as AddressInfo).port}/d`
  const found = await checkDatabase(url, { budgetMs: 1500 }, systemClock)
  expect(found).toMatchObject({ class: 'database-refused', hint: expect.stringMatching(/sleeps/) })
})

it.each<[what: string, step: 'tcp' | 'login', detail: string, isFar: boolean, patienceMs: number]>([
  ['a port that refuses near by', 'tcp', 'nothing listens (connection refused)', false, 3000],
  ['a port that refuses at a host far away', 'tcp', 'nothing listens (connection refused)', true, 15_000],
  ['a host that is silent', 'tcp', 'does not answer (timed out)', true, 15_000],
  ['a server that starts', 'login', 'the server is starting up', true, Number.POSITIVE_INFINITY],
])('the patience with %s', (_, step, detail, isFar, patienceMs) =>
  expect(
    patienceWith({
      steps: [{ step, ok: false, detail, milliseconds: 0 }],
      failure: { class: 'database-refused', detail, hint: '', isPassing: true },
      isFar,
    }),
  ).toBe(patienceMs),
)

it('what passes is asked again', async () => {
  let asked = 0
  const port = await serve((socket, times) => {
    asked = times
    socket.end(refusal(times < 3 ? '53300' : '28P01', 'no'))
  })
  const url = `postgresql://u:longer@127.0.0.1:${port}/d?sslmode=prefer`
  const told: string[] = []
  const options = { budgetMs: 20_000, tell: (line: string) => told.push(line) }
  const found = await checkDatabase(url, options, systemClock)
  expect([asked, found.class]).toEqual([3, 'database-login'])
  expect(told).toEqual(Array(2).fill(expect.stringMatching(/no connection left.*; asking again/)))
})
