import type { Socket } from 'node:net'
import { type DatabaseAddress, readDatabaseUrl } from '../../config/read-database-url.ts'
import type { Clock, DatabaseCheck, DatabaseStep } from '../../ports.ts'
import { type Explanation, explain } from './explain.ts'
import { askForTls, login, openTcp, resolveHost, startTls, timedOut, tlsOptions } from './steps.ts'

type Options = { budgetMs: number; signal?: AbortSignal; tell?: (line: string) => void }
type Attempt = { steps: DatabaseStep[]; failure?: Explanation; isFar?: boolean }

const attemptMs = 10_000
const pauseMs = 500
/** Near by, a closed port rarely opens by itself; what stands before a hosted server may refuse while that one wakes. */
const refusedPatienceMs = 3000
/** A firewall never opens; a sleeping server accepts and then takes its time. */
const silentPatienceMs = 15_000

/** Step by step from this machine, so that the message names the step. Retries what may pass, within the budget. */
export async function checkDatabase(url: string, options: Options, clock: Clock): Promise<DatabaseCheck> {
  const parsed = readDatabaseUrl(url)
  if ('problem' in parsed) return unreadable(parsed.problem, parsed.hint)
  const { address } = parsed
  const began = clock.monotonic()
  for (;;) {
    const spent = clock.monotonic() - began
    const attempt = await tryOnce(
      address,
      Math.max(1000, Math.min(attemptMs, options.budgetMs - spent)),
      clock,
    )
    const waited = clock.monotonic() - began
    if (!mayPass(attempt, waited, options)) return report(address, attempt, waited)
    options.tell?.(`${attempt.failure!.detail}; asking again`)
    await clock.sleep(pauseMs, options.signal)
  }
}

function mayPass(attempt: Attempt, waited: number, { budgetMs, signal }: Options): boolean {
  if (!attempt.failure?.isPassing || signal?.aborted) return false
  return waited + pauseMs < Math.min(budgetMs, patienceWith(attempt))
}

export function patienceWith({ steps, failure, isFar }: Attempt): number {
  const step = steps.at(-1)?.step
  if (step !== 'dns' && step !== 'tcp') return Number.POSITIVE_INFINITY
  return failure?.detail.includes('connection refused') && !isFar ? refusedPatienceMs : silentPatienceMs
}

async function tryOnce(address: DatabaseAddress, timeoutMs: number, clock: Clock): Promise<Attempt> {
  const steps: DatabaseStep[] = [
    {
      step: 'parse',
      ok: true,
      detail: `${address.host}:${address.port}, database ${address.database}`,
      milliseconds: 0,
    },
  ]
  let step: DatabaseStep['step'] = 'dns'
  let began = clock.monotonic()
  let isFar = false
  const done = (detail: string, next: DatabaseStep['step']) => {
    steps.push({ step, ok: true, detail, milliseconds: Math.round(clock.monotonic() - began) })
    step = next
    began = clock.monotonic()
  }
  try {
    const addresses = await within(timeoutMs, resolveHost(address.host), clock)
    done(addresses.join(', '), 'tcp')
    isFar = !addresses.some(isNear)
    const socket = await openTcp(address, timeoutMs)
    done(`port ${address.port} is open`, 'tls')
    const tls = await within(timeoutMs, checkTls(address, addresses, socket), clock).finally(() =>
      socket.destroy(),
    )
    done(tls.detail, 'login')
    await login(address, tls.used, timeoutMs, () => done(`as ${address.user}`, 'query'))
    done('select 1', 'query')
    return { steps }
  } catch (error) {
    const failure = explain(step, error as Error, address)
    steps.push({
      step,
      ok: false,
      detail: failure.detail,
      milliseconds: Math.round(clock.monotonic() - began),
    })
    return { steps, failure, isFar }
  }
}

async function checkTls(
  address: DatabaseAddress,
  addresses: string[],
  socket: Socket,
): Promise<{ used: boolean; detail: string }> {
  if (address.sslmode === 'disable') return { used: false, detail: 'off (sslmode=disable)' }
  if (!(await askForTls(socket))) {
    if (address.sslmode === 'prefer' || (address.sslmode === undefined && addresses.every(isNear)))
      return { used: false, detail: 'off: the server does not offer it' }
    throw new Error('the server does not offer TLS, and a password must not travel without it')
  }
  const { protocol, unverified } = await startTls(socket, address.host, tlsOptions(address))
  const mustVerify = address.sslmode === 'verify-full' || address.sslmode === 'verify-ca'
  if (unverified && mustVerify) throw new Error(`the server’s certificate cannot be verified: ${unverified}`)
  return {
    used: true,
    detail: unverified ? `${protocol}, certificate not verified (${unverified})` : protocol,
  }
}

/** This machine or its private network. */
const isNear = (address: string) =>
  /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|::1$|f[cd])/.test(address)

async function within<T>(timeoutMs: number, work: Promise<T>, clock: Clock): Promise<T> {
  const settled = new AbortController()
  const limit = clock.sleep(timeoutMs, settled.signal).then((): never => {
    throw timedOut('the server')
  })
  // the loser of the race has nobody left to tell
  limit.catch(() => undefined)
  return Promise.race([work, limit]).finally(() => settled.abort())
}

function report(address: DatabaseAddress, { steps, failure }: Attempt, waited: number): DatabaseCheck {
  const base = { host: address.host, pooled: address.pooled, steps }
  if (failure) return { ok: false, ...base, class: failure.class, hint: failure.hint }
  const slow =
    waited > 2000
      ? {
          hint: `it answered after ${(waited / 1000).toFixed(1)} s; a database that sleeps when idle does that`,
        }
      : {}
  return { ok: true, ...base, ...slow }
}

const unreadable = (problem: string, hint: string): DatabaseCheck => ({
  ok: false,
  host: '',
  pooled: false,
  steps: [{ step: 'parse', ok: false, detail: problem, milliseconds: 0 }],
  class: 'database-host',
  hint,
})
