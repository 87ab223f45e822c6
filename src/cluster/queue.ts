export type Queue<T> = { push(item: T): void; fail(error: unknown): void; items(): AsyncGenerator<T> }

/** From callbacks to an iteration; ends when the signal aborts and everything was handed over. */
export function createQueue<T>(signal: AbortSignal): Queue<T> {
  let waiting: T[] = []
  let failure: { error: unknown } | undefined
  let wake: () => void = () => undefined
  signal.addEventListener('abort', () => wake(), { once: true })
  const news = () =>
    new Promise<void>((resolve) => {
      wake = resolve
      if (waiting.length > 0 || failure || signal.aborted) resolve()
    })
  return {
    push(item) {
      waiting.push(item)
      wake()
    },
    fail(error) {
      failure = { error }
      wake()
    },
    async *items() {
      for (;;) {
        const batch = waiting
        waiting = []
        yield* batch
        if (failure) throw failure.error
        if (waiting.length > 0) continue
        if (signal.aborted) return
        await news()
      }
    },
  }
}
