import type { RolloutEvent } from '../rollout/event.ts'
import type { WatchedKind } from '../rollout/kube.ts'

/** Whether we still see the cluster. One failure is nothing, a second in a row is a loss; it is over when nothing fails. */
export type Sight = { ok(kind: WatchedKind): void; failed(kind: WatchedKind, message: string): void }

const failuresUntilLost = 2

export function createSight(emit: (event: RolloutEvent) => void, now: () => number): Sight {
  const failures = new Map<WatchedKind, number>()
  let isLost = false
  return {
    ok(kind) {
      failures.delete(kind)
      if (!isLost || failures.size > 0) return
      isLost = false
      emit({ type: 'regained', at: now() })
    },
    failed(kind, message) {
      const count = (failures.get(kind) ?? 0) + 1
      failures.set(kind, count)
      if (isLost || count < failuresUntilLost) return
      isLost = true
      emit({ type: 'lost', at: now(), message })
    },
  }
}
