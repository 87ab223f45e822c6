import { beginRollout } from '../../src/rollout/begin.ts'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import { reduce } from '../../src/rollout/reduce.ts'
import type { RolloutState, RolloutTarget } from '../../src/rollout/state.ts'
import { at, target } from './objects.ts'

export const fold = (events: RolloutEvent[], over: Partial<RolloutTarget> = {}): RolloutState =>
  events.reduce(reduce, beginRollout({ ...target, ...over }, at(0)))
