import { execFile } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { connect, createServer, type Socket } from 'node:net'
import { promisify } from 'node:util'
import type { Config } from '../../../src/config/config.ts'
import { facts } from '../facts.ts'
import type { Case } from './case.ts'

/** A server that asks a database, and says what its driver says: `images/query/main.go`. */
export const queryImage = facts.behave.replace('/behave:', '/query:')

const run = promisify(execFile)
const real = new URL(facts.databaseDirectUrl)
export const nodeAddress = '10.245.0.1'
const randomPort = () => randomInt(20_000, 29_000)

/** Nobody listens here. */
export const unopenedPort = 1

type Parts = {
  user?: string
  password?: string
  host?: string
  port?: number
  database?: string
  sslmode?: string
}

/** The test database's URL, with one part changed. */
export const databaseUrl = ({ user, password, host, port, database, sslmode }: Parts = {}): string => {
  const url = new URL(real)
  if (user) url.username = user
  if (password) url.password = password
  if (host) url.hostname = host
  if (port) url.port = String(port)
  if (database) url.pathname = `/${database}`
  if (sslmode) url.searchParams.set('sslmode', sslmode)
  return url.href
}

/** A way to the test database of a case's own, on the node's address: asleep (it accepts, and is silent) until told to wake. */
export const databaseDoor = () => {
  const port = randomPort()
  const waiting = new Set<Socket>()
  let isAwake = false
  let timer: NodeJS.Timeout | undefined
  const pass = (client: Socket) => {
    const server = connect(Number(real.port || 5432), nodeAddress)
    client.pipe(server).pipe(client)
    server.on('error', () => client.destroy())
    client.on('error', () => server.destroy())
  }
  const server = createServer((client) => {
    if (isAwake) return pass(client)
    waiting.add(client)
    client.on('error', () => waiting.delete(client)).on('close', () => waiting.delete(client))
  })
  const wake = () => {
    isAwake = true
    for (const client of waiting) pass(client)
  }
  return {
    port,
    open: () => new Promise<void>((resolve) => server.listen(port, nodeAddress, resolve)),
    wakeAfter(seconds: number) {
      timer ??= setTimeout(wake, seconds * 1000)
    },
    async close() {
      clearTimeout(timer)
      for (const client of waiting) client.destroy()
      server.close()
    },
  }
}

/** A port of the node whose packets nobody answers, not even with a refusal. */
export const swallowPackets = () => {
  const port = randomPort()
  const rule = (change: '--insert' | '--delete') =>
    run('iptables', [change, 'INPUT', '--protocol', 'tcp', '--dport', String(port), '--jump', 'DROP'])
  return { port, raise: () => rule('--insert'), lower: () => rule('--delete') }
}

/** The backend asks this database, and this machine does not ask it before. */
export const asks = (
  url: string,
  env: Record<string, string> = {},
  more: (config: Config) => void = () => undefined,
): Pick<Case, 'configure' | 'prepare' | 'flags'> => ({
  configure(config) {
    const { backend } = config
    backend.image = queryImage
    backend.env = { ...backend.env, ...env }
    backend.secrets = [{ name: 'DATABASE_URL', as: 'DATABASE_URL' }]
    config.secrets = { DATABASE_URL: { from: 'env-file', file: '.env', key: 'DATABASE_URL', required: true } }
    config.database = { secret: 'DATABASE_URL' }
    more(config)
  },
  prepare: ({ project }) => project.writeSecrets({ DATABASE_URL: url }),
  flags: ['--skip', 'database', '--timeout', '150'],
})

/** As `asks`, until so many seconds have passed. */
export const asksUntil = (seconds: number, ...[url, env]: Parameters<typeof asks>) => ({
  ...asks(url, env),
  flags: ['--skip', 'database', '--timeout', String(seconds)],
})
