import type { Clock, Cluster, Secrets } from '../ports.ts'
import { beginRollout } from '../rollout/begin.ts'
import type { RolloutEvent } from '../rollout/event.ts'
import { isDone } from '../rollout/is-complete.ts'
import { reduce } from '../rollout/reduce.ts'
import { scopes } from '../rollout/scope.ts'
import { pictureOf, type RolloutState, type RolloutTarget } from '../rollout/state.ts'
import { watchedKinds } from '../rollout/watched-kinds.ts'
import { type EventQueue, eventQueue } from './event-queue.ts'
import { investigator } from './investigate.ts'
import { maskMessages } from './mask-messages.ts'
import type { StoryTeller } from './story-teller.ts'
import { tellSight } from './tell-sight.ts'

const tickMs = 500
const restFactor = 20

export type RolloutTracker = {
  /** Every kind has been listed once (or can't be seen): the baseline is complete. */
  baseline: Promise<void>
  /** The time by the API server's clock. */
  now(): number
  /** Feeds what happens outside the watch: `released`, `cancelled`. */
  feed(event: RolloutEvent): void
  /** What is known so far. */
  current(): RolloutState
  /** The state once it is settled. */
  settled: Promise<RolloutState>
  stop(): void
}

type Needs = { cluster: Cluster; clock: Clock; secrets: Secrets; story: StoryTeller }
type Sight = {
  queue: EventQueue<RolloutEvent>
  signal: AbortSignal
  state: RolloutState
  /** How long the last tick took. */
  judgingMs: number
}

/** Starts watching at once, so that nothing is missed while helm runs; every event goes through the pure reducer. */
export function trackRollout(target: RolloutTarget, needs: Needs): RolloutTracker {
  const controller = new AbortController()
  const { now } = needs.cluster
  const state = beginRollout(target, now())
  const sight: Sight = { queue: eventQueue(), signal: controller.signal, state, judgingMs: 0 }
  const baseline = new Promise<void>((resolve) => void watch(target, sight, needs, resolve))
  void tick(sight, needs.clock, now)
  return {
    baseline,
    now,
    current: () => sight.state,
    feed: (event) => sight.queue.push(event),
    settled: follow(sight, needs, now).finally(() => controller.abort()),
    stop() {
      controller.abort()
      sight.queue.close()
    },
  }
}

/** Of an object that is gone nobody asks what it said. */
const maskEvent = (event: RolloutEvent, { mask }: Secrets): RolloutEvent =>
  event.type === 'seen'
    ? ({ ...event, object: maskMessages<object>(event.object, mask) } as RolloutEvent)
    : event

async function watch(
  { namespace }: RolloutTarget,
  sight: Sight,
  { cluster, secrets }: Needs,
  ready: () => void,
): Promise<void> {
  const unlisted = new Set(watchedKinds)
  try {
    for await (const event of cluster.watch(namespace, watchedKinds, sight.signal)) {
      sight.queue.push(maskEvent(event, secrets))
      if (event.type === 'synced' || event.type === 'forbidden') unlisted.delete(event.kind)
      if (unlisted.size === 0) ready()
    }
  } catch (error) {
    sight.queue.push({ type: 'lost', at: cluster.now(), message: String(error) })
  }
}

/** Each half second; less often where judging thousands of pods takes long; on the dot when the soak is over. */
async function tick(sight: Sight, clock: Clock, now: () => number): Promise<void> {
  while (!sight.signal.aborted) {
    const pause = Math.max(tickMs, sight.judgingMs * restFactor)
    const due = soakEnd(sight.state) - now()
    const rest = due > 0 ? Math.min(pause, due) : pause
    await clock.sleep(rest, sight.signal).catch(() => undefined)
    sight.queue.push({ type: 'tick', at: now() })
  }
}

async function follow(
  sight: Sight,
  { cluster, clock, secrets, story }: Needs,
  now: () => number,
): Promise<RolloutState> {
  const { queue, signal } = sight
  const investigate = investigator({
    cluster,
    secrets,
    namespace: sight.state.target.namespace,
    now,
    tell: (event) => queue.push(event),
    // what was still on its way when the verdict fell is not missed
    complain: (message) => {
      if (!signal.aborted) story.note(message, 'warn')
    },
    signal,
  })
  for await (const event of queue.items) {
    const before = sight.state
    const began = clock.monotonic()
    const state = reduce(before, event)
    if (event.type === 'tick') sight.judgingMs = clock.monotonic() - began
    sight.state = state
    for (const transition of newTransitions(before, state))
      story.tell({ type: 'transition', at: event.at, transition })
    if (state !== before) story.tell({ type: 'rollout', at: event.at, state: pictureOf(state) })
    tellSight(before, state, story)
    if (isSettled(state)) break
    if (isTelling(event, state)) investigate(state)
    if (event.type !== 'tick' && mayComplete(state)) queue.push({ type: 'tick', at: now() })
  }
  return sight.state
}

const newTransitions = (before: RolloutState, after: RolloutState) => {
  const count = after.transitionCount - before.transitionCount
  return count === 0 ? [] : after.transitions.slice(-count)
}

/** With thousands of pods not every event can be a reason to look at all of them. */
const isTelling = (event: RolloutEvent, { drawing }: RolloutState): boolean => {
  if (event.type === 'tick') return true
  if (event.type !== 'seen' || event.kind !== 'Pod') return false
  return drawing.byUid.get(event.object.metadata?.uid ?? '')?.phase === 'Failed'
}

/** Only a tick completes a rollout: the moment when one would is not left to chance. */
const mayComplete = (state: RolloutState): boolean =>
  state.phase === 'progressing' &&
  state.sight === 'ok' &&
  !state.memory.soak &&
  isDone(state, scopes(state.memory, state.target))

const soakEnd = ({ memory, target }: RolloutState): number =>
  memory.soak ? memory.soak.since + target.soakSeconds * 1000 : Number.POSITIVE_INFINITY

const isSettled = ({ phase }: RolloutState) => phase !== 'waiting' && phase !== 'progressing'
