import { describeComponent } from './describe-component.ts'
import { GrowingMap } from './growing-map.ts'
import { emptyMemory } from './memory.ts'
import { scopes } from './scope.ts'
import type { RolloutState, RolloutTarget } from './state.ts'

/** A rollout that has seen nothing yet. Watch first, run helm when `hasBaseline` says so, then tell it `released`. */
export const beginRollout = (target: RolloutTarget, at: number): RolloutState => {
  const memory = emptyMemory()
  return {
    target,
    phase: 'waiting',
    startedAt: at,
    now: at,
    deadline: at + target.timeoutSeconds * 1000,
    components: scopes(memory, target).map((scope) => describeComponent(memory, scope, at)),
    pods: [],
    transitions: [],
    transitionCount: 0,
    warnings: [],
    unseen: [],
    sight: 'ok',
    memory,
    drawing: { plan: '', byUid: GrowingMap.empty() },
  }
}

const needed = ['Deployment', 'ReplicaSet', 'Pod'] as const

/** Everything that existed before helm is known (or known to be hidden), so that what comes next is news. */
export const hasBaseline = (state: RolloutState): boolean =>
  needed.every(
    (kind) => state.memory.baseline.synced.has(kind) || state.unseen.some((hidden) => hidden.kind === kind),
  )
