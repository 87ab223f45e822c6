import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Clock } from '../ports.ts'
import { type ClockSkew, clockSkew } from './clock-skew.ts'
import type { Credentials } from './credentials.ts'
import { unreachable } from './unreachable.ts'

export type ApiRequest = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  query?: Record<string, string | undefined>
  body?: unknown
  contentType?: string
  accept?: string
  signal?: AbortSignal | undefined
  /** Until the headers are here (`open`) or the whole answer (`call`). */
  timeoutMs?: number
}
export type ApiResponse = { status: number; headers: IncomingHttpHeaders; text: string }
export type ApiStream = { status: number; headers: IncomingHttpHeaders; stream: IncomingMessage }

/** HTTP to one API server. Any status is an answer; only silence and broken connections are errors. */
export type Transport = {
  call(request: ApiRequest): Promise<ApiResponse>
  open(request: ApiRequest): Promise<ApiStream>
  /** Epoch milliseconds by the API server's clock. */
  serverNow(): number
  close(): void
}

export type TransportOptions = {
  server: string
  context: string
  clock: Clock
  credentials: () => Promise<Credentials>
}

const defaultTimeoutMs = 15_000
const mostRetries = 4
const mostCallSockets = 2
const longestRetryAfterMs = 10_000

export function createTransport(options: TransportOptions): Transport {
  const login = createLogin(options)
  const skew = clockSkew(options.clock)

  const openOnce = async (request: ApiRequest): Promise<ApiStream> => {
    const door = await login.current()
    const answer = await send(options, door, skew, request)
    if (answer.status !== 401 || !(await login.renew(door))) return answer
    answer.stream.resume()
    return send(options, await login.current(), skew, request)
  }

  const call = async (request: ApiRequest, attempt = 0): Promise<ApiResponse> => {
    const { status, headers, stream } = await openOnce(request)
    const text = await readText(options, request, stream)
    if (status !== 429 || attempt >= mostRetries) return { status, headers, text }
    await options.clock.sleep(retryAfterMs(headers) ?? 1000, request.signal)
    return call(request, attempt + 1)
  }

  return { call, open: openOnce, serverNow: skew.serverNow, close: login.close }
}

/** Milliseconds that the server asks to be left alone, bounded. */
export function retryAfterMs(headers: IncomingHttpHeaders): number | undefined {
  const seconds = Number(headers['retry-after'])
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1000, longestRetryAfterMs) : undefined
}

type AnyAgent = HttpAgent | HttpsAgent
/** Watches keep a connection each; everything else shares a few, because each one costs a TLS handshake. */
type Door = { credentials: Credentials; calls: AnyAgent; streams: AnyAgent }

/** Keeps one door open; after a 401 tries new credentials, once per door. */
function createLogin(options: TransportOptions) {
  let door: Promise<Door> | undefined
  let renewals = 0
  const openDoor = async (): Promise<Door> => {
    const credentials = await options.credentials()
    const open = (most: number) => credentials.agent ?? newAgent(options.server, credentials, most)
    return { credentials, calls: open(mostCallSockets), streams: open(Number.POSITIVE_INFINITY) }
  }
  const current = (): Promise<Door> => {
    door ??= openDoor()
    return door
  }
  return {
    current,
    async renew(refused: Door): Promise<boolean> {
      if ((await current()) !== refused) return true
      if (renewals++ > 0 && !isRenewable(refused)) return false
      door = openDoor()
      return true
    },
    close(): void {
      door?.then(closeDoor).catch(ignoreFailedLogin)
    },
  }
}

function closeDoor({ calls, streams }: Door): void {
  calls.destroy()
  streams.destroy()
}

/** Only a token can expire and be issued again; a certificate that was refused stays refused. */
const isRenewable = (door: Door) => door.credentials.headers.Authorization?.startsWith('Bearer ') === true

/** Whoever asked for the door has already been told; closing has nothing to add. */
const ignoreFailedLogin = () => undefined

function newAgent(server: string, credentials: Credentials, maxSockets: number): AnyAgent {
  const keep = { keepAlive: true, keepAliveMsecs: 30_000, maxSockets }
  return server.startsWith('https:') ? new HttpsAgent({ ...keep, ...credentials.tls }) : new HttpAgent(keep)
}

function send(
  options: TransportOptions,
  door: Door,
  skew: ClockSkew,
  request: ApiRequest,
): Promise<ApiStream> {
  const url = urlOf(options.server, request)
  const body = request.body === undefined ? undefined : JSON.stringify(request.body)
  const start = url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const settled = new AbortController()
    const outgoing = start(url, {
      method: request.method,
      agent: request.query?.watch === 'true' ? door.streams : door.calls,
      ...door.credentials.tls,
      ...(request.signal ? { signal: request.signal } : {}),
      headers: headersOf(door, request, body),
    })
    const finish = () => settled.abort()
    outgoing.once('response', (stream) => {
      finish()
      skew.observe(stream.headers.date)
      resolve({ status: stream.statusCode ?? 0, headers: stream.headers, stream })
    })
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      // once there is an answer, its stream tells what becomes of it
      if (settled.signal.aborted) return
      finish()
      const wasIdle = outgoing.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
      if (wasIdle && !request.signal?.aborted) resolve(send(options, door, skew, request))
      else reject(unreachable(options, error, request.signal))
    })
    expire(options.clock, request, settled.signal, () => outgoing.destroy(new Error('no answer in time')))
    outgoing.end(body)
  })
}

function expire(clock: Clock, request: ApiRequest, settled: AbortSignal, giveUp: () => void): void {
  const watch = async () => {
    await clock.sleep(request.timeoutMs ?? defaultTimeoutMs, settled)
    if (!settled.aborted) giveUp()
  }
  void watch()
}

async function readText(
  options: TransportOptions,
  request: ApiRequest,
  stream: IncomingMessage,
): Promise<string> {
  const settled = new AbortController()
  expire(options.clock, request, settled.signal, () =>
    stream.destroy(new Error('the answer stopped half way')),
  )
  try {
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks).toString('utf8')
  } catch (error) {
    throw unreachable(options, error as Error, request.signal)
  } finally {
    settled.abort()
  }
}

function headersOf(door: Door, request: ApiRequest, body: string | undefined): Record<string, string> {
  return {
    Accept: request.accept ?? 'application/json',
    'User-Agent': 'k8sdeploy',
    ...door.credentials.headers,
    ...(body === undefined
      ? {}
      : {
          'Content-Type': request.contentType ?? 'application/json',
          'Content-Length': String(Buffer.byteLength(body)),
        }),
  }
}

function urlOf(server: string, request: ApiRequest): URL {
  const url = new URL(server)
  url.pathname = `${url.pathname.replace(/\/$/, '')}${request.path}`
  for (const [key, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) url.searchParams.set(key, value)
  }
  return url
}
