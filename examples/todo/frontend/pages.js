import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { gzipSync } from 'node:zlib'

const folder = new URL('./public/', import.meta.url)
const types = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}
const headers = {
  'cache-control': 'no-cache',
  'content-security-policy': "default-src 'self'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** The handful of files of the page, read once: nothing outside this list can be asked for. */
const pages = new Map(
  readdirSync(folder).map((name) => [name === 'index.html' ? '/' : `/${name}`, readPage(name)]),
)

function readPage(name) {
  const body = readFileSync(new URL(name, folder))
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 16)}"`
  return {
    body,
    gzip: gzipSync(body),
    headers: { ...headers, 'content-type': types[extname(name)], etag, vary: 'accept-encoding' },
  }
}

/** False when there is no such page. */
export function sendPage(request, response, path) {
  const page = pages.get(path)
  if (!page) return false
  if (request.headers['if-none-match'] === page.headers.etag) {
    response.writeHead(304, page.headers).end()
    return true
  }
  const zipped = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
  response.writeHead(200, zipped ? { ...page.headers, 'content-encoding': 'gzip' } : page.headers)
  response.end(request.method === 'HEAD' ? undefined : zipped ? page.gzip : page.body)
  return true
}
