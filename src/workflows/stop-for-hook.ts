import { DeployError } from '../errors.ts'
import type { Clock } from '../ports.ts'
import { stuckHooks } from '../rollout/verdicts/stuck-jobs.ts'
import type { RolloutTracker } from './track-rollout.ts'

const lookMs = 500

type Needs = { tracker: Pick<RolloutTracker, 'current' | 'now'>; clock: Clock; signal: AbortSignal }

/** helm waits for a hook without looking at it: one that can never begin would use up the whole time. */
export async function stopForHook<T>(
  { tracker, clock, signal }: Needs,
  apply: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stuck = new AbortController()
  const over = new AbortController()
  const doom = () => {
    const state = tracker.current()
    // until then a hook of an earlier release could be taken for one of this
    if (!state.memory.baseline.synced.has('Job')) return undefined
    return stuckHooks(state.memory, tracker.now()).find((one) => one.isDefinitive)
  }
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
    throw new DeployError('HELM_FAILED', `helm waited for a hook that cannot begin: ${cause.message}`, {
      hint: cause.hint,
      evidence: [cause.whyNotTransient],
      cause: error,
    })
  } finally {
    over.abort()
  }
}
