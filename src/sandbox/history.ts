import type { Change } from './store.ts'

/** The numbered past of the store, as long as it is kept, and those who listen. */
export type History = {
  next(): number
  add(change: Change): void
  subscribe(listener: (change: Change) => void): () => void
  since(resourceVersion: number): Change[] | undefined
  resourceVersion(): number
}

export function createHistory(size: number): History {
  const listeners = new Set<(change: Change) => void>()
  const queue: Change[] = []
  let kept: Change[] = []
  let version = 1
  let forgotten = 0
  let isTelling = false

  // A listener that writes must not overtake the change that it was told of: others hear changes in order.
  function tell(): void {
    if (isTelling) return
    isTelling = true
    try {
      for (let change = queue.shift(); change !== undefined; change = queue.shift())
        for (const listener of [...listeners]) listener(change)
    } finally {
      isTelling = false
    }
  }

  return {
    next: () => ++version,
    add(change) {
      kept.push(change)
      if (kept.length > size * 2) {
        forgotten = kept[kept.length - size - 1]?.resourceVersion ?? 0
        kept = kept.slice(-size)
      }
      queue.push(change)
      tell()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    since(resourceVersion) {
      if (resourceVersion < forgotten) return undefined
      const start = firstAfter(kept, resourceVersion)
      return kept.slice(start)
    },
    resourceVersion: () => version,
  }
}

/** Binary search: `since` is asked for every watch that begins. */
function firstAfter(kept: Change[], resourceVersion: number): number {
  let low = 0
  let high = kept.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((kept[middle]?.resourceVersion ?? 0) > resourceVersion) high = middle
    else low = middle + 1
  }
  return low
}
