import type { RolloutEvent } from '../rollout/event.ts'
import type { WatchedKind } from '../rollout/kube.ts'

/**
 * Whether we still see the cluster. One list that fails is nothing, a second in a row is a loss. It is over when every
 * kind was listed anew: what was known before says nothing about the time between.
 */
export type Sight = {
  listed(kind: WatchedKind): void
  failed(kind: WatchedKind, message: string): void
  /** Nobody asks for this kind any more. */
  forget(kind: WatchedKind): void
  isLost(): boolean
}

const failuresUntilLost = 2
const failuresUntilUnseen = 3

/** Without these no verdict can be trusted; the others only explain it. */
const decisive: readonly WatchedKind[] = ['Deployment', 'ReplicaSet', 'Pod', 'Service', 'EndpointSlice']

export function createSight(
  emit: (event: RolloutEvent) => void,
  now: () => number,
  kinds: readonly WatchedKind[],
): Sight {
  const failures = new Map<WatchedKind, number>()
  const followed = new Set(kinds.filter((kind) => decisive.includes(kind)))
  const unlisted = new Set<WatchedKind>()
  const unseen = new Set<WatchedKind>()
  let isLost = false

  const hide = (kind: WatchedKind, message: string) => {
    unseen.add(kind)
    emit({ type: 'forbidden', at: now(), kind, message })
  }
  const lose = (message: string) => {
    isLost = true
    for (const kind of followed) unlisted.add(kind)
    emit({ type: 'lost', at: now(), message })
  }
  const recover = (kind: WatchedKind) => {
    unlisted.delete(kind)
    if (!isLost || unlisted.size > 0) return
    isLost = false
    emit({ type: 'regained', at: now() })
  }

  return {
    listed(kind) {
      failures.delete(kind)
      if (unseen.delete(kind)) emit({ type: 'synced', at: now(), kind })
      recover(kind)
    },
    failed(kind, message) {
      const count = (failures.get(kind) ?? 0) + 1
      failures.set(kind, count)
      if (isLost) return
      if (followed.has(kind) && count >= failuresUntilLost) lose(message)
      else if (!decisive.includes(kind) && count === failuresUntilUnseen) hide(kind, message)
    },
    forget(kind) {
      followed.delete(kind)
      recover(kind)
    },
    isLost: () => isLost,
  }
}
