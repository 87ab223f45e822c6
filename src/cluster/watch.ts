import { setMaxListeners } from 'node:events'
import type { RolloutEvent } from '../rollout/event.ts'
import type { WatchedKind } from '../rollout/kube.ts'
import { createQueue } from './queue.ts'
import { createSight } from './sight.ts'
import { type WatchDeps, watchKind } from './watch-kind.ts'

/**
 * LIST + WATCH of every kind until the signal aborts. What is told never depends on a watch alone: lists of the whole
 * truth run beside it. A lost connection is told (`lost`), never thrown.
 */
export async function* watchKinds(
  deps: WatchDeps,
  namespace: string,
  kinds: readonly WatchedKind[],
  signal: AbortSignal,
): AsyncGenerator<RolloutEvent> {
  const stop = new AbortController()
  const until = AbortSignal.any([signal, stop.signal])
  setMaxListeners(0, until)
  const queue = createQueue<RolloutEvent>(until)
  const sight = createSight(queue.push, deps.api.transport.serverNow, kinds)
  const loops = kinds.map((kind) =>
    watchKind(deps, { kind, namespace, emit: queue.push, sight, signal: until }),
  )
  const ended = Promise.all(loops).catch(queue.fail)
  try {
    yield* queue.items()
  } finally {
    stop.abort()
    await ended
  }
}
