/** Keys waiting to be reconciled: each at most once, in order, a batch per turn of the event loop. */
export type WorkQueue = {
  add(key: string): void
  addAfter(key: string, milliseconds: number): void
  stop(): void
}

/** `reconcile` returns after how many milliseconds the key wants to be looked at again. */
export function createWorkQueue(
  reconcile: (key: string) => number | undefined,
  onError: (key: string, error: unknown) => void,
): WorkQueue {
  const waiting = new Set<string>()
  const timers = new Map<string, NodeJS.Timeout>()
  let scheduled = false
  let stopped = false

  const add = (key: string) => {
    if (stopped) return
    waiting.add(key)
    if (scheduled) return
    scheduled = true
    setImmediate(drain)
  }

  const addAfter = (key: string, milliseconds: number) => {
    if (stopped) return
    clearTimeout(timers.get(key))
    timers.set(
      key,
      setTimeout(() => due(key), Math.min(milliseconds, 0x7fffffff)),
    )
  }

  const due = (key: string) => {
    timers.delete(key)
    add(key)
  }

  const drain = () => {
    scheduled = false
    const batch = [...waiting]
    waiting.clear()
    for (const key of batch) if (!stopped) work(key)
  }

  const work = (key: string) => {
    try {
      const again = reconcile(key)
      if (again !== undefined) addAfter(key, again)
    } catch (error) {
      onError(key, error)
      addAfter(key, 1000)
    }
  }

  const stop = () => {
    stopped = true
    waiting.clear()
    for (const timer of timers.values()) clearTimeout(timer)
    timers.clear()
  }

  return { add, addAfter, stop }
}
