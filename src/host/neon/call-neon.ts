import { DeployError } from '../../errors.ts'
import type { Clock } from '../../ports.ts'
import { explainNeon, type NeonFault } from './explain-neon.ts'

export type NeonAccess = { key: string; base: string | undefined; clock: Clock }
export type NeonRequest = {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  body?: object
  signal?: AbortSignal
}
export type CallNeon = <T>(request: NeonRequest) => Promise<T>

const publicBase = 'https://console.neon.tech/api/v2'
const attemptMs = 15_000
/** Other operations on a project take seconds; who asks too often is told for how long to wait. */
const patienceMs = 60_000
const firstPauseMs = 500
const longestPauseMs = 8000

/** One request, again where that may help: never a second time what may have been done already. */
export function callerOf({ key, base, clock }: NeonAccess): CallNeon {
  const root = rootOf(base)
  if (!/^[\x21-\x7e]+$/.test(key)) throw unreadableKey()
  return async <T>(request: NeonRequest): Promise<T> => {
    const began = clock.monotonic()
    for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
      const answer = await askOnce(root, key, request)
      if ('found' in answer) return answer.found as T
      const wait = Math.max(pause, answer.retryAfterMs ?? 0)
      const spent = clock.monotonic() - began
      if (!mayPass(answer, request) || spent + wait > patienceMs) throw explainNeon(answer, request)
      await clock.sleep(wait, request.signal)
      if (request.signal?.aborted) throw stopped(request.signal)
    }
  }
}

function mayPass({ status }: NeonFault, { method }: NeonRequest): boolean {
  if (status === 423 || status === 429) return true
  return method === 'GET' && (status === undefined || status >= 500)
}

async function askOnce(
  root: string,
  key: string,
  request: NeonRequest,
): Promise<{ found: unknown } | NeonFault> {
  const { method, path, body, signal } = request
  const limit = AbortSignal.timeout(attemptMs)
  try {
    const response = await fetch(`${root}${path}`, {
      method,
      // the key goes to one place only
      redirect: 'error',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      headers: {
        Accept: 'application/json',
        Authorization: `Bearer ${key}`,
        'User-Agent': 'k8sdeploy',
        ...(body ? { 'Content-Type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    return await readAnswer(response)
  } catch (error) {
    if (signal?.aborted) throw stopped(signal)
    return { why: limit.aborted ? `no answer within ${attemptMs / 1000} s` : wordsOf(error as Error) }
  }
}

async function readAnswer(response: Response): Promise<{ found: unknown } | NeonFault> {
  const { status, headers } = response
  const found = parse(await response.text())
  if (response.ok && found) return { found }
  if (response.ok) return { status: 502, why: 'its answer is not JSON' }
  const seconds = Number(headers.get('retry-after'))
  return {
    status,
    why: found?.['message'] === undefined ? `HTTP ${status}` : String(found['message']),
    ...(found?.['code'] ? { code: String(found['code']) } : {}),
    ...(seconds > 0 ? { retryAfterMs: seconds * 1000 } : {}),
  }
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const found: unknown = JSON.parse(text)
    return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function wordsOf(error: Error): string {
  const cause = error.cause as (Error & { code?: string }) | undefined
  return cause?.code ?? cause?.message ?? error.message
}

/** The key must not travel in the open, nor to a place that somebody else has put into the environment. */
function rootOf(base: string | undefined): string {
  if (!base) return publicBase
  const url = URL.canParse(base) ? new URL(base) : undefined
  if (url && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)) return base.replace(/\/$/, '')
  throw new DeployError('USAGE', 'K8SDEPLOY_NEON_URL is for tests on this machine only', {
    hint: 'take it out of the environment',
  })
}

const unreadableKey = () =>
  new DeployError('DATABASE_UNREACHABLE', 'NEON_API_KEY is no key: it holds spaces or other signs', {
    hint: 'copy it again from console.neon.tech, without quotes',
    state: 'nothing was changed',
  })

export const stopped = ({ reason }: AbortSignal) =>
  new DeployError(reason === 'SIGINT' ? 'CANCELLED' : 'TERMINATED', 'Neon was not waited for')
