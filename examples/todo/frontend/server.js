import { createServer } from 'node:http'
import { hostname } from 'node:os'
import { log } from './log.js'
import { sendPage } from './pages.js'
import { proxyTo } from './proxy.js'

const PORT = Number(process.env.PORT ?? 3000)
const HOST = process.env.HOST ?? '0.0.0.0'
const BACKEND_URL = process.env.BACKEND_URL ?? 'http://localhost:8000'
const POD = process.env.HOSTNAME ?? hostname()
const LONGEST_DRAIN_MS = 8_000

const proxy = proxyTo(BACKEND_URL)
let leaving = false

const server = createServer((request, response) => {
  const path = request.url.split('?')[0]
  if (leaving) response.setHeader('connection', 'close')
  response.setHeader('x-frontend', POD)
  if (path === '/healthz') return sendText(response, 200, 'alive')
  if (path === '/ready')
    return leaving ? sendText(response, 503, 'shutting down') : sendText(response, 200, 'ready')
  if (path.startsWith('/api/')) return proxy(request, response).catch((error) => broke(response, error))
  if (!['GET', 'HEAD'].includes(request.method)) return sendText(response, 405, 'Use GET.')
  return sendPage(request, response, path) || sendText(response, 404, 'There is nothing here.')
})

function sendText(response, status, text) {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`)
}

function broke(response, error) {
  log.warn('a request broke off', { code: error.code })
  response.destroy()
}

server.listen(PORT, HOST, () => log.info('listening', { host: HOST, port: PORT, backend: BACKEND_URL }))

/** Accepts nothing new, lets what is running finish, and ends with code 0. */
function leave(signal) {
  if (leaving) return
  leaving = true
  log.info('draining', { signal })
  server.close(() => log.info('stopped'))
  setTimeout(() => server.closeAllConnections(), LONGEST_DRAIN_MS).unref()
}

process.on('SIGTERM', leave)
process.on('SIGINT', leave)
