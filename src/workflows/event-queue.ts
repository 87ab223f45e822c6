/** Joins several producers into one async iteration, in order of arrival. */
export type EventQueue<T> = { push(item: T): void; close(): void; items: AsyncIterable<T> }

export function eventQueue<T>(): EventQueue<T> {
  let waiting: T[] = []
  let wake: (() => void) | undefined
  let closed = false
  const notify = () => {
    wake?.()
    wake = undefined
  }
  async function* items(): AsyncGenerator<T> {
    while (true) {
      const batch = waiting
      waiting = []
      yield* batch
      if (waiting.length > 0) continue
      if (closed) return
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  return {
    push(item) {
      if (!closed) waiting.push(item)
      notify()
    },
    close() {
      closed = true
      notify()
    },
    items: { [Symbol.asyncIterator]: items },
  }
}
