import { DeployError, type ErrorCode } from '../errors.ts'
import type { Clock } from '../ports.ts'
import type { DoctorCheck } from '../report.ts'
import { asDeployError } from './story-teller.ts'

export type Finding<T> = { value: T; detail: string; hint?: string }
/** `value` is there only when the check holds. */
export type Checked<T> = { check: DoctorCheck; value?: T }
type Needs = { clock: Clock; signal: AbortSignal }
type Work<T> = (signal: AbortSignal) => Promise<Finding<T>>

export const patienceMs = 20_000

/** Looks at one thing, never for longer than its time: a tool that hangs must not keep the others from being told. */
export async function check<T>(
  id: string,
  whenLate: ErrorCode,
  work: Work<T>,
  { clock, signal }: Needs,
  limitMs = patienceMs,
): Promise<Checked<T>> {
  const began = clock.monotonic()
  const done = (told: Omit<DoctorCheck, 'id' | 'milliseconds'>): DoctorCheck => ({
    id,
    ...told,
    milliseconds: Math.round(clock.monotonic() - began),
  })
  try {
    const { value, detail, hint } = await within(limitMs, whenLate, work, { clock, signal })
    return { value, check: done({ holds: true, detail, ...(hint ? { hint } : {}) }) }
  } catch (error) {
    if (signal.aborted) throw cancelled(signal)
    return { check: done(failed(asDeployError(error))) }
  }
}

/** It needs something that is missing. */
export const unlooked = (id: string, detail: string): Checked<never> => ({
  check: { id, holds: null, detail, milliseconds: 0 },
})

async function within<T>(
  limitMs: number,
  whenLate: ErrorCode,
  work: Work<T>,
  { clock, signal }: Needs,
): Promise<Finding<T>> {
  const limit = new AbortController()
  const settled = new AbortController()
  const late = clock.sleep(limitMs, AbortSignal.any([settled.signal, signal])).then((): never => {
    limit.abort('deadline')
    throw new DeployError(whenLate, `no answer within ${limitMs / 1000} s`, {
      hint: 'something hangs: a login that waits, a firewall, a machine that is suspended',
    })
  })
  // the loser of the race has nobody left to tell
  late.catch(() => undefined)
  const working = work(AbortSignal.any([signal, limit.signal]))
  working.catch(() => undefined)
  return Promise.race([working, late]).finally(() => settled.abort())
}

function failed(error: DeployError): Omit<DoctorCheck, 'id' | 'milliseconds'> {
  const { evidence = [], hint, next = [] } = error.details
  return {
    holds: false,
    detail: error.message,
    code: error.code,
    ...(evidence.length > 0 ? { evidence } : {}),
    ...(hint ? { hint } : {}),
    ...(next.length > 0 ? { next } : {}),
  }
}

const cancelled = ({ reason }: AbortSignal) =>
  new DeployError(reason === 'SIGINT' ? 'CANCELLED' : 'TERMINATED', 'the look was stopped')
