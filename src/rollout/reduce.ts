import { rememberAvailability } from './availability.ts'
import { describeComponent } from './describe-component.ts'
import { describePod } from './describe-pod.ts'
import type { RolloutEvent } from './event.ts'
import type { Memory } from './memory.ts'
import type { PodFacts } from './read-pod.ts'
import { remember } from './remember.ts'
import { type Scope, scopes } from './scope.ts'
import { settle } from './settle.ts'
import type { PodState, RolloutPhase, RolloutState } from './state.ts'
import { transitionsBetween } from './transitions.ts'

const settledPhases: RolloutPhase[] = ['complete', 'failed', 'timed-out', 'lost', 'cancelled']

/** A settled rollout learns nothing more. */
export const isSettled = (state: RolloutState): boolean => settledPhases.includes(state.phase)

/** Nothing that a pod's picture is drawn from has changed: with thousands of pods, drawing one must not mean drawing all. */
const isSamePod = (before: Memory, after: Memory, pod: PodFacts): boolean =>
  before.pods.get(pod.uid) === pod &&
  before.events.get(pod.uid) === after.events.get(pod.uid) &&
  before.gone.get(pod.uid) === after.gone.get(pod.uid)

const describePods = (before: RolloutState, state: RolloutState, found: Scope[]): PodState[] => {
  const known = new Map(before.pods.map((pod) => [pod.uid, pod]))
  const describe = (scope: Scope, pod: PodFacts, isNew: boolean): PodState => {
    const drawn = known.get(pod.uid)
    const isSame = drawn?.isNew === isNew && isSamePod(before.memory, state.memory, pod)
    return isSame ? drawn : describePod(state.memory, scope.component, pod, isNew, drawn, state.now)
  }
  return found.flatMap((scope) => [
    ...scope.newPods.map((pod) => describe(scope, pod, true)),
    ...scope.oldPods.map((pod) => describe(scope, pod, false)),
  ])
}

const redraw = (before: RolloutState, state: RolloutState): RolloutState => {
  const found = scopes(state.memory, state.target)
  const memory = rememberAvailability(state.memory, found, state.now)
  const seen = { ...state, memory }
  const pods = describePods(before, seen, found)
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
