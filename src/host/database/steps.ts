import { lookup } from 'node:dns/promises'
import { readFileSync } from 'node:fs'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls'
import type { DatabaseAddress } from '../../config/read-database-url.ts'

/** The eight bytes with which a client asks a PostgreSQL server for TLS. */
const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])

export async function resolveHost(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address)
}

export function openTcp(address: DatabaseAddress, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host: address.host, port: address.port })
    socket.setTimeout(timeoutMs, () => socket.destroy(timedOut('the connection')))
    socket.once('error', reject)
    socket.once('connect', () => resolve(socket))
  })
}

/** Whether the server speaks TLS, asked the way every driver asks. */
export function askForTls(socket: Socket): Promise<boolean> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('the server hung up')))
    socket.once('data', (answer) => resolve(answer[0] === 'S'.charCodeAt(0)))
    socket.write(sslRequest)
  })
}

export type TlsFacts = { protocol: string; unverified: string | undefined }

export function startTls(socket: Socket, host: string, options: ConnectionOptions): Promise<TlsFacts> {
  return new Promise((resolve, reject) => {
    socket.removeAllListeners('close')
    const secure: TLSSocket = connectTls({ ...options, host, socket, rejectUnauthorized: false }, () => {
      const unverified = secure.authorized ? undefined : String(secure.authorizationError ?? 'unknown')
      resolve({ protocol: secure.getProtocol() ?? 'TLS', unverified })
      secure.destroy()
    })
    secure.once('error', reject)
  })
}

/** As libpq: `require` encrypts without judging the certificate, `verify-full` judges it. */
export function tlsOptions(address: DatabaseAddress): ConnectionOptions {
  const verifies = address.sslmode === 'verify-full' || address.sslmode === 'verify-ca'
  return {
    rejectUnauthorized: verifies,
    ...(isIP(address.host) === 0 ? { servername: address.host } : {}),
    ...(address.sslrootcert ? { ca: readFileSync(address.sslrootcert) } : {}),
    ...(address.sslmode === 'verify-ca' ? { checkServerIdentity: () => undefined } : {}),
  }
}

/** Logs in and asks `select 1`; `onLogin` between the two. */
export async function login(
  address: DatabaseAddress,
  withTls: boolean,
  timeoutMs: number,
  onLogin: () => void,
): Promise<void> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({
    host: address.host,
    port: address.port,
    user: address.user,
    password: address.password,
    database: address.database,
    ...(address.options ? { options: address.options } : {}),
    ssl: withTls ? tlsOptions(address) : false,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    application_name: 'k8sdeploy',
  })
  // a connection cut after the answer is of no interest any more
  client.on('error', () => undefined)
  try {
    await client.connect()
    onLogin()
    await client.query('select 1')
  } finally {
    await client.end().catch(() => undefined)
  }
}

export const timedOut = (what: string) => Object.assign(new Error(`${what} timed out`), { code: 'ETIMEDOUT' })
