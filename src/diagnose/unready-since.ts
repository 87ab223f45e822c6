import { findCondition } from '../rollout/read-condition.ts'
import type { RolloutState } from '../rollout/state.ts'
import type { WantedLog } from '../rollout/wanted-logs.ts'

/** Nobody watched the log grow: what it says, it is taken to have said since that run ended, or since the pod is not Ready. */
export const unreadySince = (state: RolloutState, { uid, container: name, previous }: WantedLog): number => {
  const pod = state.memory.pods.get(uid)
  const container = pod?.containers.find((one) => one.name === name)
  if (!pod || !container) return state.now
  const { run, last } = container
  if (previous) return last?.finishedAt ?? state.now
  if (run.type === 'terminated') return run.finishedAt ?? state.now
  const unready = findCondition(pod.conditions, 'Ready')
  const since = unready?.status === 'False' ? unready.since : undefined
  const startedAt = run.type === 'running' ? run.startedAt : undefined
  return Math.max(startedAt ?? 0, since ?? 0) || state.now
}
