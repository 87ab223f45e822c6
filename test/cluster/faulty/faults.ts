import { constants, createGzip } from 'node:zlib'
import type { Asked, Exchange, Fault } from './proxy.ts'

type Answer = { status: number; headers?: Record<string, string>; message?: string }

export const answer = (
  { response }: Pick<Exchange, 'response'>,
  { status, headers = {}, message = 'made up' }: Answer,
) => {
  const body = { apiVersion: 'v1', kind: 'Status', status: 'Failure', code: status, message }
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body))
}

const isWatch = ({ verb }: Asked) => verb === 'watch'
const isLook = ({ verb }: Asked) => verb !== 'change'

export const silentWatch: Fault = ({ asked, response }) => {
  if (!isWatch(asked)) return false
  response.writeHead(200, { 'Content-Type': 'application/json' }).flushHeaders()
}

export const noHeaders: Fault = ({ asked }) => (isWatch(asked) ? undefined : false)

/** Tells the first event, and nothing after it. */
export const halfOpen: Fault = (exchange) =>
  throughLines(exchange, (line, count, send) => {
    if (count === 1) send(`${line}\n`)
  })

export const goneBefore: Fault = (exchange) =>
  isWatch(exchange.asked) && oneOf(2) ? answer(exchange, { status: 410 }) : false

/** The stream stays open behind it. */
export const goneWithin: Fault = (exchange) =>
  throughLines(exchange, (line, count, send) => {
    if (count === 1) send(`${line}\n`)
    if (count === 2) send(`${JSON.stringify({ type: 'ERROR', object: { kind: 'Status', code: 410 } })}\n`)
  })

export const forbidden =
  (...kinds: string[]): Fault =>
  (exchange) =>
    kinds.includes(exchange.asked.kind) && isLook(exchange.asked)
      ? answer(exchange, { status: 403, message: `User "u" cannot list resource "${exchange.asked.kind}"` })
      : false

export const unwatchable: Fault = (exchange) =>
  isWatch(exchange.asked)
    ? answer(exchange, { status: 403, message: 'User "u" cannot watch resource' })
    : false

/** One kind never answers well, whatever is asked. */
export const broken =
  (...kinds: string[]): Fault =>
  (exchange) =>
    kinds.includes(exchange.asked.kind) ? answer(exchange, { status: 500, message: 'etcd' }) : false

export const tooMany =
  (after: () => Record<string, string>): Fault =>
  (exchange) =>
    oneOf(4) ? answer(exchange, { status: 429, headers: after() }) : false

/** Nothing but 500 and 503 for two seconds of every eight. */
export const bursts: Fault = (exchange) =>
  exchange.asked.at % 8000 < 2000 ? answer(exchange, { status: oneOf(2) ? 500 : 503 }) : false

export const cutLine: Fault = (exchange) =>
  throughLines(exchange, (line, _count, send) => {
    send(line.slice(0, line.length / 2))
    setTimeout(exchange.cut, 5)
  })

export const closeAfterEach: Fault = (exchange) =>
  throughLines(exchange, (line) => exchange.response.end(`${line}\n`))

export const truncated: Fault = (exchange) =>
  throughLines(exchange, (line, count, send) => send(count % 3 ? `${line}\n` : `${line.slice(0, 40)}\n`))

export const garbage: Fault = (exchange) =>
  throughLines(exchange, (line, count, send) => send(count % 3 ? `${line}\n` : '<html>502</html>\n\u0000\n'))

export const bytewise: Fault = (exchange) =>
  throughLines(exchange, async (line, _count, send) => {
    const bytes = Buffer.from(`${line}\n`)
    for (let at = 0; at < bytes.length; at += 97) {
      send(bytes.subarray(at, at + 97))
      await new Promise((resolve) => setImmediate(resolve))
    }
  })

export const twice: Fault = (exchange) =>
  throughLines(exchange, (line, _count, send) => send(`${line}\n${line}\n`))

/** After each event everything of before once more, the newest first. */
export const replayed: Fault = (exchange) => {
  const before: string[] = []
  return throughLines(exchange, (line, _count, send) => {
    send([line, ...before].map((each) => `${each}\n`).join(''))
    before.unshift(line)
  })
}

/** An object as large as nothing should be, told again and again. */
export const huge: Fault = (exchange) => {
  if (exchange.asked.kind !== 'configmaps') return false
  let version = 1
  return throughLines(exchange, (line, _count, send) => {
    version += 1
    const metadata = { name: 'huge', namespace: 'x', uid: 'huge', resourceVersion: String(version) }
    const object = { metadata, data: { all: 'ü'.repeat(2_500_000) } }
    send(`${JSON.stringify({ type: 'MODIFIED', object })}\n${line}\n`)
  })
}

export const zipped: Fault = async ({ forward, response }) => {
  const upstream = await forward()
  const { 'content-length': _length, ...headers } = upstream.headers
  const zip = createGzip({ flush: constants.Z_SYNC_FLUSH })
  response.on('close', () => upstream.destroy())
  upstream.on('error', () => response.destroy())
  response.writeHead(upstream.statusCode ?? 502, { ...headers, 'content-encoding': 'gzip' }).flushHeaders()
  upstream.pipe(zip).pipe(response)
}

/** Lists of one object a page, and a cluster that forgets where the next begins. */
export const paged: Fault = async (exchange) => {
  const { asked, request, forward, response } = exchange
  if (asked.verb !== 'list' || !asked.query.has('limit')) return false
  if (asked.query.has('continue') && oneOf(5)) return answer(exchange, { status: 410 })
  const upstream = await forward((request.url ?? '').replace('limit=250', 'limit=1'))
  response.writeHead(upstream.statusCode ?? 502, upstream.headers)
  upstream.pipe(response)
}

/** Takes over once helm has been here: the cluster is touched by then. */
export const afterHelm =
  (hasHelm: () => boolean, fault: Fault): Fault =>
  (exchange) =>
    hasHelm() ? fault(exchange) : false

/** Lets the first request of a token's life in, and refuses others than the current one. */
export const wantsToken =
  (current: () => string): Fault =>
  (exchange) =>
    exchange.asked.authorization === `Bearer ${current()}` ? false : answer(exchange, { status: 401 })

type OnLine = (line: string, count: number, send: (piece: string | Buffer) => void) => unknown

/** Hands a watch over line by line. */
async function throughLines(
  { asked, forward, response }: Exchange,
  onLine: OnLine,
): Promise<false | undefined> {
  if (!isWatch(asked)) return false
  const upstream = await forward()
  response.on('close', () => upstream.destroy())
  response.writeHead(upstream.statusCode ?? 502, upstream.headers).flushHeaders()
  let rest = ''
  let count = 0
  try {
    for await (const chunk of upstream.setEncoding('utf8')) {
      const parts = (rest + chunk).split('\n')
      rest = parts.pop() ?? ''
      for (const line of parts) await onLine(line, ++count, (piece) => response.write(piece))
    }
  } finally {
    response.end()
  }
}

const oneOf = (count: number) => Math.random() < 1 / count
