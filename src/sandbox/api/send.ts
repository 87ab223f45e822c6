import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { ApiError } from './api-error.ts'

export type Answer = { code: number; body: object; contentType?: string; etag?: boolean }

const worthGzip = 128 * 1024

export function sendJson(
  request: IncomingMessage,
  response: ServerResponse,
  { code, body, contentType, etag }: Answer,
): void {
  const text = Buffer.from(`${JSON.stringify(body)}\n`)
  response.setHeader('content-type', contentType ?? 'application/json')
  response.setHeader('cache-control', 'no-cache, private')
  if (etag) {
    const tag = `"${createHash('sha256').update(text).digest('hex').toUpperCase()}"`
    response.setHeader('etag', tag)
    response.setHeader('vary', 'Accept')
    if (request.headers['if-none-match'] === tag) return void response.writeHead(304).end()
  }
  const isZipped =
    text.length > worthGzip && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
  if (isZipped) response.setHeader('content-encoding', 'gzip')
  response.writeHead(code).end(isZipped ? gzipSync(text, { level: 1 }) : text)
}

export function sendStatus(response: ServerResponse, error: ApiError): void {
  response.writeHead(error.code, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' })
  response.end(`${JSON.stringify(error.toStatus())}\n`)
}
