import { execFile } from 'node:child_process'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { askDatabase, askedVariable, cannotAsk } from '../../src/chart/ask-database.ts'

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

const refusal = 'E\0\0\0\x20SFATAL\0C28000\0Mno pg_hba.conf entry\0\0'
const rows: [what: string, port: () => Promise<number>, last: string, code: number][] = [
  [
    'lets in',
    () => serve((socket) => socket.write('R\0\0\0\x08\0\0\0\x0a')),
    'step answer ok it asks for the password',
    0,
  ],
  [
    'refuses',
    () => serve((socket) => socket.write(refusal)),
    'step answer failed 28000 no pg_hba.conf entry',
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
