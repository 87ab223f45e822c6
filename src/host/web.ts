import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Web } from '../ports.ts'

type Options = Parameters<Web['probe']>[1]
type Answer = Awaited<ReturnType<Web['probe']>>

const mostRedirects = 3
const mostBytes = 64 * 1024

/** Asks a URL as a browser would, and says in words when there is no answer. */
export const web: Web = {
  probe: (url, options) => probe(new URL(url), options, performance.now(), mostRedirects),
}

async function probe(url: URL, options: Options, began: number, redirects: number): Promise<Answer> {
  try {
    const response = await get(url, options)
    const next = redirectOf(url, response)
    if (next && redirects > 0) {
      response.destroy()
      return await probe(next, options, began, redirects - 1)
    }
    const body = await readBody(response)
    return {
      status: response.statusCode ?? 0,
      milliseconds: Math.round(performance.now() - began),
      contentType: response.headers['content-type'] ?? '',
      body,
    }
  } catch (error) {
    return { failed: inWords(error as NodeJS.ErrnoException, options) }
  }
}

function get(url: URL, { timeoutMs, host, signal }: Options): Promise<IncomingMessage> {
  const limit = AbortSignal.timeout(timeoutMs)
  const start = url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const outgoing = start(url, {
      agent: false,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      headers: {
        'User-Agent': 'k8sdeploy',
        Accept: 'text/html,application/json;q=0.9,*/*;q=0.8',
        ...(host ? { Host: host } : {}),
      },
      ...(host ? { servername: host.split(':')[0] } : {}),
    })
    outgoing.once('response', resolve).once('error', reject).end()
  })
}

/** Only on the same host: what answers elsewhere proves nothing about this app. */
function redirectOf(url: URL, { statusCode = 0, headers }: IncomingMessage): URL | undefined {
  if (statusCode < 300 || statusCode > 399 || !headers.location || !URL.canParse(headers.location, url.href))
    return undefined
  const next = new URL(headers.location, url)
  return next.host === url.host ? next : undefined
}

async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response) {
    chunks.push(chunk as Buffer)
    size += (chunk as Buffer).length
    if (size >= mostBytes) break
  }
  return Buffer.concat(chunks).toString('utf8').slice(0, mostBytes)
}

const words: Record<string, string> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was cut',
  ENOTFOUND: 'the name is not known to DNS',
  EAI_AGAIN: 'DNS gave no answer',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no network',
  ETIMEDOUT: 'the connection timed out',
}

function inWords(error: NodeJS.ErrnoException, { timeoutMs, signal }: Options): string {
  if (signal?.aborted) return 'stopped'
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return `no answer within ${timeoutMs / 1000} s`
  return words[error.code ?? ''] ?? error.message
}
