import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { ApiServer, ApiServerOptions } from '../api-server.ts'
import { ApiError } from './api-error.ts'
import type { Call, Reply } from './call.ts'
import { dispatch } from './dispatch.ts'
import { readRoute } from './route.ts'
import { sendJson, sendStatus } from './send.ts'
import { findStatic } from './static-routes.ts'

/** The Kubernetes API of the sandbox, on loopback, for those who know the token. */
export async function serveApi(options: ApiServerOptions): Promise<ApiServer> {
  const server = createServer({ ...options.tls, minVersion: 'TLSv1.2' }, (request, response) => {
    handle(options, request, response).catch((error: unknown) => fail(response, error))
  })
  server.requestTimeout = 0
  server.keepAliveTimeout = 90_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function handle(
  options: ApiServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://127.0.0.1')
  const method = request.method ?? 'GET'
  if (['/livez', '/readyz', '/healthz'].includes(url.pathname)) return void response.end('ok')
  if (!isAllowed(request, options.token)) throw new ApiError(401, 'Unauthorized', 'Unauthorized')
  const body = await readAll(request)
  const fixed = method === 'GET' ? findStatic(url.pathname, request.headers) : undefined
  if (fixed) return sendJson(request, response, fixed)
  const route = readRoute(url.pathname)
  if (route === undefined) return answerExtra(options, method, url.pathname, body, response)
  const call: Call = {
    ...route,
    store: options.store,
    logs: options.logs,
    now: () => new Date(),
    method,
    query: url.searchParams,
    accept: request.headers.accept ?? '',
    contentType: request.headers['content-type'] ?? 'application/json',
    userAgent: request.headers['user-agent'] ?? '',
    body,
    warnings: [],
  }
  send(request, response, dispatch(call), call.warnings)
}

function send(request: IncomingMessage, response: ServerResponse, reply: Reply, warnings: string[]): void {
  if (warnings.length > 0)
    response.setHeader(
      'warning',
      warnings.map((text) => `299 - ${JSON.stringify(text)}`),
    )
  if ('stream' in reply) reply.stream(response)
  else sendJson(request, response, { code: reply.code, body: reply.body })
}

async function answerExtra(
  { extra }: ApiServerOptions,
  method: string,
  path: string,
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  const answer = await extra(method, path, body.length > 0 ? JSON.parse(body.toString()) : undefined)
  if (answer === undefined)
    throw new ApiError(404, 'NotFound', 'the server could not find the requested resource', {})
  response.writeHead(answer.status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(answer.body))
}

function isAllowed(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

const largest = 8 * 1024 * 1024

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > largest)
      throw new ApiError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${largest}`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy()
  const known =
    error instanceof ApiError
      ? error
      : new ApiError(500, 'InternalError', `Internal error occurred: ${(error as Error).message}`)
  sendStatus(response, known)
}
