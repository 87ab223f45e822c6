import { createServer } from 'node:http'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from './database.js'
import { log } from './log.js'
import { watchDatabase } from './readiness.js'
import { routes } from './routes.js'
import { todos } from './todos.js'

const PORT = Number(process.env.PORT ?? 8000)
const HOST = process.env.HOST ?? '0.0.0.0'
const POD = process.env.HOSTNAME ?? hostname()
const LONGEST_DRAIN_MS = 8_000
const LONGEST_GOODBYE_MS = 500

const leaving = new AbortController()
const pool = connect(databaseUrl())
const database = watchDatabase(pool, leaving.signal)
const api = routes(todos(pool))

/** Without an address nothing can heal by waiting, so this one mistake ends the process. */
function databaseUrl() {
  const url = process.env.DATABASE_URL ?? ''
  if (/^postgres(ql)?:/.test(url) && URL.canParse(url)) return url
  log.error(url ? 'DATABASE_URL is not a valid address' : 'DATABASE_URL is not set')
  process.exit(1)
}

async function answer(request) {
  const pathname = request.url.split('?')[0]
  if (pathname === '/healthz') return [200, { alive: true }]
  if (pathname === '/ready') {
    const reason = await database.whyNotReady()
    return reason ? [503, { ready: false, reason }] : [200, { ready: true }]
  }
  return api(request, pathname)
}

function send(response, [status, body]) {
  if (leaving.signal.aborted) response.setHeader('connection', 'close')
  response.setHeader('x-served-by', POD)
  response.setHeader('cache-control', 'no-store')
  response.setHeader('content-type', 'application/json; charset=utf-8')
  response.writeHead(status).end(body === undefined ? undefined : JSON.stringify(body))
}

const server = createServer(async (request, response) => {
  const started = performance.now()
  const result = await answer(request)
  send(response, result)
  if (request.url.startsWith('/api/')) {
    const ms = Math.round(performance.now() - started)
    log.info('request', { method: request.method, path: request.url, status: result[0], ms })
  }
})

server.listen(PORT, HOST, () => log.info('listening', { host: HOST, port: PORT }))

/** Accepts nothing new, lets what is running finish, gives the connections back, and ends with code 0. */
function leave(signal) {
  if (leaving.signal.aborted) return
  leaving.abort()
  log.info('draining', { signal })
  server.close(async () => {
    await Promise.race([pool.end(), sleep(LONGEST_GOODBYE_MS)])
    log.info('stopped')
    process.exit(0)
  })
  setTimeout(() => server.closeAllConnections(), LONGEST_DRAIN_MS).unref()
}

process.on('SIGTERM', leave)
process.on('SIGINT', leave)
