import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Readable } from 'node:stream'
import { isDeployError } from '../errors.ts'
import { createBackOff } from './back-off.ts'
import { type ClockSkew, clockSkew } from './clock-skew.ts'
import { createLogin, type Door, type LoginOptions } from './login.ts'
import { readBody, unzipped } from './read-body.ts'
import { retryAfterMs } from './retry-after.ts'
import { serverUrl } from './server-url.ts'
import { unreachable } from './unreachable.ts'
import { startWatchdog } from './watchdog.ts'

export type ApiRequest = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  query?: Record<string, string | undefined>
  body?: unknown
  contentType?: string
  accept?: string
  signal?: AbortSignal | undefined
  /** Until the headers are here, and then from piece to piece of the answer. */
  timeoutMs?: number
  /** Sent twice, it changes nothing more: then it does not matter whether the first was heard. */
  isRepeatable?: boolean
  /** How long `call` tries again while the cluster is unwell; for ever is never an answer. */
  patienceMs?: number
}
export type ApiResponse = { status: number; headers: IncomingHttpHeaders; text: string }
export type ApiStream = { status: number; headers: IncomingHttpHeaders; stream: Readable }

/** HTTP to one API server. Any status is an answer; only silence and broken connections are errors. */
export type Transport = {
  call(request: ApiRequest): Promise<ApiResponse>
  open(request: ApiRequest): Promise<ApiStream>
  /** Epoch milliseconds by the API server's clock. */
  serverNow(): number
  close(): void
}

export type TransportOptions = LoginOptions & { context: string }

const defaultTimeoutMs = 15_000
const defaultPatienceMs = 30_000

export function createTransport(options: TransportOptions): Transport {
  const { clock } = options
  const login = createLogin(options)
  const skew = clockSkew(clock)
  let hasAnswered = false

  const openThrough = async (door: Door, request: ApiRequest): Promise<ApiStream> => {
    const answer = await send(options, door, skew, request)
    hasAnswered = true
    if (answer.status !== 401) door.isProven = true
    return answer
  }

  const open = async (request: ApiRequest): Promise<ApiStream> => {
    const door = await login.current()
    const answer = await openThrough(door, request)
    if (answer.status !== 401 || !(await login.renew(door))) return answer
    answer.stream.resume()
    return openThrough(await login.current(), request)
  }

  const callOnce = async (request: ApiRequest): Promise<ApiResponse> => {
    const { status, headers, stream } = await open(request)
    try {
      return { status, headers, text: await readBody(stream, clock, request.timeoutMs ?? defaultTimeoutMs) }
    } catch (error) {
      throw unreachable(options, error as Error, request.signal)
    }
  }

  const call = async (request: ApiRequest): Promise<ApiResponse> => {
    const until = clock.monotonic() + (request.patienceMs ?? defaultPatienceMs)
    const backOff = createBackOff()
    for (;;) {
      const answer = await callOnce(request).catch(asFailure)
      const isPassing =
        'failure' in answer
          ? hasAnswered && isRepeatable(request) && isCut(answer.failure)
          : isUnwell(request, answer)
      const rest = ('headers' in answer && retryAfterMs(answer.headers)) || backOff.next()
      if (isPassing && clock.monotonic() + rest < until && !request.signal?.aborted)
        await clock.sleep(rest, request.signal)
      else if ('failure' in answer) throw answer.failure
      else return answer
    }
  }

  return { call, open, serverNow: skew.serverNow, close: login.close }
}

const asFailure = (failure: unknown) => ({ failure })

/** A cluster that has answered before is there; that it does not now may pass. */
const isCut = (failure: unknown) => isDeployError(failure) && failure.code === 'CLUSTER_UNREACHABLE'

const isRepeatable = (request: ApiRequest) =>
  request.isRepeatable ?? (request.method !== 'POST' && request.method !== 'PUT')

/** A 500 may be the last word of a webhook; otherwise it is the server's own trouble. */
const isUnwell = (request: ApiRequest, { status, text }: ApiResponse) =>
  status === 429 ||
  status === 503 ||
  (isRepeatable(request) && (status === 502 || status === 504)) ||
  (isRepeatable(request) && status === 500 && !/webhook/.test(text))

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
    const sentAt = options.clock.now()
    let isSettled = false
    const outgoing = start(url, {
      method: request.method,
      agent: isLong(request) ? door.streams : door.calls,
      ...door.credentials.tls,
      ...(request.signal ? { signal: request.signal } : {}),
      headers: headersOf(door, request, body),
    })
    const patience = startWatchdog(options.clock, request.timeoutMs ?? defaultTimeoutMs, () =>
      outgoing.destroy(new Error('no answer in time')),
    )
    const settle = () => {
      isSettled = true
      patience.stop()
    }
    outgoing.once('response', (answer: IncomingMessage) => {
      settle()
      skew.observe(answer.headers.date, sentAt)
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, stream: unzipped(answer) })
    })
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      // once there is an answer, its stream tells what becomes of it
      if (isSettled) return
      settle()
      const wasIdle = outgoing.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
      if (wasIdle && !request.signal?.aborted) resolve(send(options, door, skew, request))
      else reject(unreachable(options, error, request.signal))
    })
    outgoing.end(body)
  })
}

const isLong = ({ query }: ApiRequest) => query?.watch === 'true' || query?.follow === 'true'

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
  const url = serverUrl(server, request.path)
  for (const [key, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) url.searchParams.set(key, value)
  }
  return url
}
