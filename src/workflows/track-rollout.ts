import type { Clock, Cluster, Secrets } from '../ports.ts'
import { beginRollout } from '../rollout/begin.ts'
import type { RolloutEvent } from '../rollout/event.ts'
import { reduce } from '../rollout/reduce.ts'
import type { RolloutState, RolloutTarget } from '../rollout/state.ts'
import { watchedKinds } from '../rollout/watched-kinds.ts'
import { type EventQueue, eventQueue } from './event-queue.ts'
import { investigator } from './investigate.ts'
import type { StoryTeller } from './story-teller.ts'

const tickMs = 500

export type RolloutTracker = {
  /** Every kind has been listed once (or can't be seen): the baseline is complete. */
  baseline: Promise<void>
  /** The time by the API server's clock, as the watch has learnt it. */
  now(): number
  /** Feeds what happens outside the watch: `released`, `cancelled`. */
  feed(event: RolloutEvent): void
  /** The state once it is settled. */
  settled: Promise<RolloutState>
  stop(): void
}

type Needs = { cluster: Cluster; clock: Clock; secrets: Secrets; story: StoryTeller }
type Sight = { queue: EventQueue<RolloutEvent>; skew: number; signal: AbortSignal }

/** Starts watching at once, so that nothing is missed while helm runs; every event goes through the pure reducer. */
export function trackRollout(target: RolloutTarget, needs: Needs): RolloutTracker {
  const controller = new AbortController()
  const sight: Sight = { queue: eventQueue(), skew: 0, signal: controller.signal }
  const now = () => needs.clock.now() + sight.skew
  const baseline = new Promise<void>((resolve) => void watch(target, sight, needs, resolve))
  void tick(sight, needs.clock, now)
  return {
    baseline,
    now,
    feed: (event) => sight.queue.push(event),
    settled: follow(target, sight, needs, now).finally(() => controller.abort()),
    stop() {
      controller.abort()
      sight.queue.close()
    },
  }
}

async function watch(
  { namespace }: RolloutTarget,
  sight: Sight,
  { cluster, clock }: Needs,
  ready: () => void,
): Promise<void> {
  const unlisted = new Set(watchedKinds)
  try {
    for await (const event of cluster.watch(namespace, watchedKinds, sight.signal)) {
      sight.skew = event.at - clock.now()
      sight.queue.push(event)
      if (event.type === 'synced' || event.type === 'forbidden') unlisted.delete(event.kind)
      if (unlisted.size === 0) ready()
    }
  } catch (error) {
    sight.queue.push({ type: 'lost', at: clock.now() + sight.skew, message: String(error) })
  }
}

async function tick(sight: Sight, clock: Clock, now: () => number): Promise<void> {
  while (!sight.signal.aborted) {
    await clock.sleep(tickMs, sight.signal).catch(() => undefined)
    sight.queue.push({ type: 'tick', at: now() })
  }
}

async function follow(
  target: RolloutTarget,
  sight: Sight,
  { cluster, clock, secrets, story }: Needs,
  now: () => number,
): Promise<RolloutState> {
  const investigate = investigator({
    cluster,
    secrets,
    namespace: target.namespace,
    now,
    tell: (event) => sight.queue.push(event),
    complain: (message) => story.note(message, 'warn'),
    signal: sight.signal,
  })
  let state = beginRollout(target, clock.now())
  for await (const event of sight.queue.items) {
    const next = reduce(state, event)
    for (const transition of next.transitions.slice(state.transitions.length))
      story.tell({ type: 'transition', at: event.at, transition })
    if (next !== state) story.tell({ type: 'rollout', at: event.at, state: next })
    state = next
    if (isSettled(state)) break
    investigate(state)
  }
  return state
}

const isSettled = ({ phase }: RolloutState) => phase !== 'waiting' && phase !== 'progressing'
