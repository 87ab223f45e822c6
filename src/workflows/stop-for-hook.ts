import { DeployError } from '../errors.ts'
import type { Clock } from '../ports.ts'
import { scopes } from '../rollout/scope.ts'
import type { RolloutState } from '../rollout/state.ts'
import { findDoomBehindHook } from '../rollout/verdicts/behind-hook.ts'
import type { Finding } from '../rollout/verdicts/finding.ts'
import { stuckHooks } from '../rollout/verdicts/stuck-jobs.ts'
import type { RolloutTracker } from './track-rollout.ts'

const lookMs = 500

type Needs = { tracker: Pick<RolloutTracker, 'current' | 'now'>; clock: Clock; signal: AbortSignal }

/** A hook that can never begin, or waits for a component that will never come. */
const findDoom = (state: RolloutState, now: number): Finding | undefined => {
  const { memory, target } = state
  // until then a hook of an earlier release could be taken for one of this
  if (!memory.baseline.synced.has('Job')) return undefined
  const stuck = stuckHooks(memory, now).find((one) => one.isDefinitive)
  return stuck ?? findDoomBehindHook(memory, scopes(memory, target), now)
}

const tell = ({ object, message }: Finding): string =>
  object.component === undefined
    ? `helm waited for a hook that cannot begin: ${message}`
    : `helm waited for a hook, in vain: ${message}`

/** helm waits for a hook without looking at anything: what is certain to come to nothing would use up the whole time. */
export async function stopForHook<T>(
  { tracker, clock, signal }: Needs,
  apply: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stuck = new AbortController()
  const over = new AbortController()
  const doom = () => findDoom(tracker.current(), tracker.now())
  const look = async () => {
    while (!over.signal.aborted && !signal.aborted) {
      if (doom()) return stuck.abort()
      await clock.sleep(lookMs, over.signal)
    }
  }
  look().catch(() => undefined)
  try {
    return await apply(AbortSignal.any([signal, stuck.signal]))
  } catch (error) {
    const cause = doom()
    if (!stuck.signal.aborted || signal.aborted || !cause) throw error
    throw new DeployError('HELM_FAILED', tell(cause), {
      hint: cause.hint,
      evidence: [cause.whyNotTransient],
      cause: error,
    })
  } finally {
    over.abort()
  }
}
