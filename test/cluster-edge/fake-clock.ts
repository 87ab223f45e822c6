import type { Clock } from '../../src/ports.ts'

type Sleeper = { at: number; wake: () => void }

/** Time that passes only when told to. */
export function fakeClock(
  start = Date.parse('2026-01-01T00:00:00Z'),
): Clock & { advance(ms: number): Promise<void>; sleeping(): number[] } {
  let elapsed = 0
  let sleepers: Sleeper[] = []
  const sleep = (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      if (signal?.aborted) return resolve()
      const wake = () => {
        sleepers = sleepers.filter((each) => each !== sleeper)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      const sleeper: Sleeper = { at: elapsed + Math.max(0, ms), wake }
      sleepers.push(sleeper)
      signal?.addEventListener('abort', wake)
    })
  const advance = async (ms: number) => {
    const until = elapsed + ms
    for (;;) {
      const next = sleepers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
      if (!next) break
      elapsed = Math.max(elapsed, next.at)
      next.wake()
      await turn()
    }
    elapsed = until
    await turn()
  }
  return {
    now: () => start + elapsed,
    monotonic: () => elapsed,
    sleep,
    advance,
    sleeping: () => sleepers.map(({ at }) => at - elapsed),
  }
}

/** Lets everything that is ready to run do so. */
const turn = async () => {
  for (let index = 0; index < 5; index += 1) await new Promise((resolve) => setImmediate(resolve))
}
