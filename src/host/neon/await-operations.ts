import { DeployError } from '../../errors.ts'
import type { Clock } from '../../ports.ts'
import { type CallNeon, stopped } from './call-neon.ts'

export type Operation = { id: string; project_id: string; action: string; status: string }

const pauseMs = 500
const patienceMs = 120_000
const ended = ['finished', 'skipped']
const failed = ['failed', 'error', 'cancelled', 'cancelling']

/** A branch that has been answered is not there yet: its operations go on. */
export async function awaitOperations(
  call: CallNeon,
  clock: Clock,
  operations: Operation[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const until = clock.monotonic() + patienceMs
  for (const begun of operations) {
    let now = begun
    while (!ended.includes(now.status)) {
      if (failed.includes(now.status)) throw unfinished(now, `it is ${now.status}`)
      if (clock.monotonic() > until)
        throw unfinished(now, `it is still ${now.status} after ${patienceMs / 1000} s`)
      await clock.sleep(pauseMs, signal)
      if (signal?.aborted) throw stopped(signal)
      const path = `/projects/${encodeURIComponent(now.project_id)}/operations/${encodeURIComponent(now.id)}`
      now = (await call<{ operation: Operation }>({ method: 'GET', path, signal })).operation
    }
  }
}

const unfinished = ({ id, action }: Operation, why: string) =>
  new DeployError('DATABASE_UNREACHABLE', `Neon did not finish ${action}: ${why}`, {
    evidence: [`operation ${id}`],
    hint: 'look at the project’s operations at console.neon.tech, then run the same command again',
  })
