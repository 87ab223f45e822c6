import { request as ask } from 'node:http'
import { pipeline } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { log } from './log.js'

const TIMEOUT_MS = 10_000
const LARGEST_BODY = 64 * 1024
const PAUSES_MS = [50, 150, 400]
/** Nothing was sent yet, so asking again is safe whatever the method. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN'])

/** Passes a request on to the backend, so that the browser needs one origin and no address of its own. */
export const proxyTo = (backend) =>
  async function proxy(request, response) {
    const body = await readBody(request)
    if (!body) return sendError(response, 413, 'That is too long.')
    for (const pause of [...PAUSES_MS, undefined]) {
      try {
        return passOn(await send(new URL(request.url, backend), request, body), response)
      } catch (error) {
        if (pause === undefined || !NEVER_CONNECTED.has(error.code)) return fail(request, response, error)
        await sleep(pause)
      }
    }
  }

/** A connection per request: a Service spreads them over its pods, and none outlives the pod at its other end. */
function send(url, { method, headers }, body) {
  return new Promise((resolve, reject) => {
    const { connection, host, ...passed } = headers
    const options = {
      method,
      headers: { ...passed, 'x-forwarded-host': host ?? '' },
      agent: false,
      timeout: TIMEOUT_MS,
    }
    ask(url, options, resolve)
      .on('timeout', function () {
        this.destroy(Object.assign(new Error(`no answer within ${TIMEOUT_MS} ms`), { code: 'ETIMEDOUT' }))
      })
      .on('error', reject)
      .end(body)
  })
}

function passOn(answer, response) {
  const { connection, 'keep-alive': _, ...headers } = answer.headers
  response.writeHead(answer.statusCode, headers)
  pipeline(answer, response, (error) => {
    if (error) log.warn('an answer broke off', { code: error.code })
  })
}

function fail(request, response, { code, message }) {
  log.warn('the backend does not answer', {
    method: request.method,
    path: request.url,
    code,
    reason: message,
  })
  sendError(response, code === 'ETIMEDOUT' ? 504 : 502, 'The backend does not answer.', code)
}

function sendError(response, status, error, reason) {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  })
  response.end(JSON.stringify({ error, reason }))
}

/** Undefined when it is larger than anything the page sends. */
async function readBody(request) {
  const chunks = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > LARGEST_BODY) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
