import { rememberAvailability } from './availability.ts'
import { describeComponent } from './describe-component.ts'
import { describePod } from './describe-pod.ts'
import type { RolloutEvent } from './event.ts'
import { remember } from './remember.ts'
import { type Scope, scopes } from './scope.ts'
import { settle } from './settle.ts'
import type { PodState, RolloutPhase, RolloutState } from './state.ts'
import { transitionsBetween } from './transitions.ts'

const settledPhases: RolloutPhase[] = ['complete', 'failed', 'timed-out', 'lost', 'cancelled']

/** A settled rollout learns nothing more. */
export const isSettled = (state: RolloutState): boolean => settledPhases.includes(state.phase)

const describePods = (state: RolloutState, found: Scope[]): PodState[] => {
  const known = new Map(state.pods.map((pod) => [pod.uid, pod]))
  return found.flatMap((scope) =>
    [scope.newPods, scope.oldPods].flatMap((pods, isOld) =>
      pods.map((pod) =>
        describePod(state.memory, scope.component, pod, !isOld, known.get(pod.uid), state.now),
      ),
    ),
  )
}

const redraw = (before: RolloutState, state: RolloutState): RolloutState => {
  const found = scopes(state.memory, state.target)
  const memory = rememberAvailability(state.memory, found, state.now)
  const seen = { ...state, memory }
  const pods = describePods(seen, found)
  const components = found.map((scope) => describeComponent(memory, scope, state.now))
  const transitions = transitionsBetween(before, { memory, pods, components }, state.now)
  return {
    ...seen,
    pods,
    components,
    transitions: transitions.length ? [...state.transitions, ...transitions] : state.transitions,
  }
}

const release = (state: RolloutState, at: number, revision: number): RolloutState => ({
  ...state,
  revision,
  phase: 'progressing',
  deadline: at + state.target.timeoutSeconds * 1000,
})

const hide = (state: RolloutState, event: Extract<RolloutEvent, { type: 'forbidden' }>): RolloutState =>
  state.unseen.some((one) => one.kind === event.kind)
    ? state
    : { ...state, unseen: [...state.unseen, { kind: event.kind, message: event.message }] }

const judge = (state: RolloutState): RolloutState => {
  const seen = redraw(state, state)
  const settled = settle(seen, scopes(seen.memory, seen.target))
  const changes = settled.components === seen.components ? [] : transitionsBetween(seen, settled, settled.now)
  return changes.length ? { ...settled, transitions: [...settled.transitions, ...changes] } : settled
}

const apply = (state: RolloutState, event: RolloutEvent): RolloutState => {
  switch (event.type) {
    case 'seen':
    case 'gone':
    case 'synced':
      return state
    case 'log':
    case 'confirmed':
      return state
    case 'forbidden':
      return hide(state, event)
    case 'lost':
      return { ...state, sight: 'lost' }
    case 'regained':
      return { ...state, sight: 'ok' }
    case 'released':
      return state.revision === undefined ? release(state, event.at, event.revision) : state
    case 'tick':
      return judge(state)
    case 'cancelled':
      return { ...state, phase: 'cancelled' }
    default:
      return event satisfies never
  }
}

/** The next state of a rollout. Pure: the clock is an event, and everything known is in the state. */
export const reduce = (state: RolloutState, event: RolloutEvent): RolloutState => {
  if (isSettled(state)) return state
  const memory = remember(state.memory, state.target.release, event)
  const moved = { ...state, now: Math.max(state.now, event.at), memory }
  const next = apply(moved, event)
  return memory === state.memory || event.type === 'tick' ? next : redraw(state, next)
}
