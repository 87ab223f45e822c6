import type { Transition } from '../report.ts'
import { rememberAvailability } from './availability.ts'
import { describeComponent } from './describe-component.ts'
import { drawPods } from './draw-pods.ts'
import type { RolloutEvent } from './event.ts'
import type { WatchedKind } from './kube.ts'
import { remember } from './remember.ts'
import { scopes } from './scope.ts'
import { settle } from './settle.ts'
import type { RolloutPhase, RolloutState } from './state.ts'
import { transitionsBetween } from './transitions.ts'

const settledPhases: RolloutPhase[] = ['complete', 'failed', 'timed-out', 'lost', 'cancelled']

/** A settled rollout learns nothing more. */
export const isSettled = (state: RolloutState): boolean => settledPhases.includes(state.phase)

/** More than these are not kept: with thousands of pods they would outgrow everything else. */
const mostTransitions = 200

const tell = (state: RolloutState, news: Transition[]): RolloutState =>
  news.length === 0
    ? state
    : {
        ...state,
        transitions: [...state.transitions, ...news].slice(-Math.max(mostTransitions, news.length)),
        transitionCount: state.transitionCount + news.length,
      }

const tellsOfEndpoints = (event: RolloutEvent): boolean =>
  event.type === 'tick' ||
  ((event.type === 'seen' || event.type === 'gone') && event.kind === 'EndpointSlice')

const redraw = (
  before: RolloutState,
  state: RolloutState,
  event: RolloutEvent,
  found = scopes(state.memory, state.target),
): RolloutState => {
  const memory = tellsOfEndpoints(event) ? rememberAvailability(state.memory, found, state.now) : state.memory
  const { pods, drawing, changes } = drawPods(before, state, found, event)
  const components = found.map((scope) => describeComponent(memory, scope, state.now))
  const news = transitionsBetween(before, { memory, components, podChanges: changes }, state.now)
  return tell({ ...state, memory, pods, drawing, components }, news)
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

const show = (state: RolloutState, kind: WatchedKind): RolloutState =>
  state.unseen.some((one) => one.kind === kind)
    ? { ...state, unseen: state.unseen.filter((one) => one.kind !== kind) }
    : state

const judge = (state: RolloutState, event: RolloutEvent): RolloutState => {
  const found = scopes(state.memory, state.target)
  const seen = redraw(state, state, event, found)
  const settled = settle(seen, found)
  return settled.components === seen.components
    ? settled
    : tell(settled, transitionsBetween(seen, settled, settled.now))
}

const apply = (state: RolloutState, event: RolloutEvent): RolloutState => {
  switch (event.type) {
    case 'seen':
    case 'gone':
      return state
    case 'synced':
      return show(state, event.kind)
    case 'log':
    case 'knocked':
    case 'confirmed':
    case 'nodes':
      return state
    case 'forbidden':
      return hide(state, event)
    case 'lost':
      return { ...state, sight: 'lost', lost: { since: state.now, message: event.message } }
    case 'regained':
      return { ...state, sight: 'ok', lost: undefined }
    case 'released':
      return state.revision === undefined ? release(state, event.at, event.revision) : state
    case 'tick':
      return judge(state, event)
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
  return memory === state.memory || event.type === 'tick' ? next : redraw(state, next, event)
}
