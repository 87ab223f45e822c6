import type { Clock } from '../ports.ts'

export type Watchdog = { heard(): void; stop(): void }

/** Calls `giveUp` once nothing was heard for that long. */
export function startWatchdog(clock: Clock, quietMs: number, giveUp: () => void): Watchdog {
  const stopped = new AbortController()
  let last = clock.monotonic()
  const wait = async () => {
    while (!stopped.signal.aborted) {
      await clock.sleep(last + quietMs - clock.monotonic(), stopped.signal)
      if (!stopped.signal.aborted && clock.monotonic() - last >= quietMs) return giveUp()
    }
  }
  void wait()
  return {
    heard() {
      last = clock.monotonic()
    },
    stop: () => stopped.abort(),
  }
}
