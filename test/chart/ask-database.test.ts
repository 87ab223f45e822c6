import { execFile } from 'node:child_process'
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { askDatabase, cannotAsk } from '../../src/chart/ask-database.ts'
import { askedVariable } from '../../src/chart/asked-variable.ts'

const servers: { close(): void }[] = []
afterAll(() => {
  for (const server of servers) server.close()
})

/** Answers a question for TLS with no, and the start of a session with this. */
async function serve(answer: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => {
      socket.write('N')
      socket.once('data', () => answer(socket))
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

const word = (value: number) => Buffer.from([value >>> 24, value >>> 16, value >>> 8, value])
const message = (type: string, body: Buffer | string) =>
  Buffer.concat([Buffer.from(type), word(4 + body.length), Buffer.from(body)])
const asking = (way: number, rest: Buffer | string = '') =>
  message('R', Buffer.concat([word(way), Buffer.from(rest)]))
const welcome = Buffer.concat([asking(0), message('S', 'server_version\x0017\0'), message('Z', 'I')])
const refusal = (code: string, text: string) => message('E', `SFATAL\0C${code}\0M${text}\0\0`)
const password = 's3cret@'

/** Lets in whoever knows the password, and answers the query in two pieces. */
function talk(socket: Socket, isRight: (answer: Buffer) => boolean): void {
  socket.once('data', (answer) => {
    if (!isRight(answer)) return void socket.write(refusal('28P01', 'password authentication failed'))
    socket.write(welcome)
    socket.once('data', () => {
      const row = message('D', '\0\x01\0\0\0\x011')
      socket.write(row.subarray(0, 3))
      setImmediate(() => socket.write(row.subarray(3)))
    })
  })
}

const bodyOf = (answer: Buffer) => answer.subarray(5)
const digest = (text: string | Buffer) => createHash('md5').update(text).digest('hex')
const mac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/** The server's side of SCRAM-SHA-256, as RFC 5802 has it. */
function scram(socket: Socket, known: string): void {
  socket.write(asking(10, 'SCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0'))
  socket.once('data', (opening) => {
    const first = /n,,(n=,r=(.*))$/.exec(bodyOf(opening).toString('latin1'))!
    const salt = Buffer.from('0123456789abcdef')
    const challenge = `r=${first[2]}more,s=${salt.toString('base64')},i=4096`
    socket.write(asking(11, challenge))
    talk(socket, (answer) => {
      const [, bare = '', proof = ''] = /^(.*),p=(.*)$/.exec(bodyOf(answer).toString())!
      const key = mac(pbkdf2Sync(known, salt, 4096, 32, 'sha256'), 'Client Key')
      const stored = createHash('sha256').update(key).digest()
      const sign = mac(stored, `${first[1]},${challenge},${bare}`)
      return Buffer.from(key.map((byte, at) => byte ^ sign[at]!)).toString('base64') === proof
    })
  })
}

const rows: [what: string, port: () => Promise<number>, last: string, code: number][] = [
  [
    'trusts',
    () =>
      serve((socket) => {
        socket.write(asking(3))
        talk(socket, () => true)
      }),
    'step query ok select 1',
    0,
  ],
  [
    'wants the password as it is',
    () =>
      serve((socket) => {
        socket.write(asking(3))
        talk(socket, (answer) => bodyOf(answer).toString() === `${password}\0`)
      }),
    'step query ok select 1',
    0,
  ],
  [
    'wants its MD5',
    () =>
      serve((socket) => {
        const salt = Buffer.from([1, 200, 3, 4])
        const wanted = digest(Buffer.concat([Buffer.from(digest(`${password}u`)), salt]))
        socket.write(asking(5, salt))
        talk(socket, (answer) => bodyOf(answer).toString() === `md5${wanted}\0`)
      }),
    'step query ok select 1',
    0,
  ],
  ['wants SCRAM', () => serve((socket) => scram(socket, password)), 'step query ok select 1', 0],
  [
    'knows another password',
    () => serve((socket) => scram(socket, 'another')),
    'step login failed 28P01 password authentication failed',
    1,
  ],
  [
    'refuses',
    () => serve((socket) => socket.write(refusal('28000', 'no pg_hba.conf entry'))),
    'step login failed 28000 no pg_hba.conf entry',
    1,
  ],
  [
    'wants a ticket',
    () => serve((socket) => socket.write(asking(7))),
    'step login failed a way to log in that is not tried from here (7)',
    1,
  ],
  [
    'is no PostgreSQL',
    () => serve((socket) => socket.write('HTTP/1.1 400 Bad Request')),
    'step login failed an answer that is not PostgreSQL',
    1,
  ],
  ['is not there', async () => 1, 'step tcp failed ECONNREFUSED', 1],
]

/** The same as the image's shell would choose, without what else is in PATH. */
const ask = (index: 3 | 4, url: string) =>
  new Promise<{ code: number; lines: string[] }>((resolve) => {
    const [program, flag] = index === 3 ? [process.execPath, '-e'] : ['python3', '-c']
    const env = { PATH: process.env['PATH'], [askedVariable]: url }
    execFile(program, [flag, askDatabase[index]!], { env }, (error, stdout) =>
      resolve({ code: error ? Number(error.code) : 0, lines: stdout.trim().split('\n') }),
    )
  })

const hasPython = await new Promise<boolean>((resolve) =>
  execFile('python3', ['--version'], (error) => resolve(!error)),
)
const languages = hasPython ? ([3, 4] as const) : ([3] as const)

describe.each(languages)('a server asked by program %i', (index) => {
  it.each(rows)('that %s', async (_, port, last, code) => {
    const told = await ask(index, `postgresql+asyncpg://u:s3cret%40@127.0.0.1:${await port()}/d`)
    expect([told.lines.at(-1), told.code]).toEqual([last, code])
    expect(told.lines.join()).not.toContain('s3cret')
  })
})

it('an image that can run neither says so', async () => {
  const [program, ...args] = askDatabase
  const code = await new Promise((resolve) =>
    execFile(`/bin/${program}`, args, { env: { PATH: '/nowhere' } }, (error) => resolve(error?.code)),
  )
  expect(code).toBe(cannotAsk)
})
