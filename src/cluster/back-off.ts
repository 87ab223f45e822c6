const shortestMs = 250
const longestMs = 5000

export type BackOff = { next(): number; reset(): void }

/** Doubles from a quarter of a second to five, each up to a quarter shorter by chance, so that many do not come at once. */
export function createBackOff(random: () => number = Math.random): BackOff {
  let step = 0
  return {
    next() {
      const full = Math.min(shortestMs * 2 ** step, longestMs)
      step += 1
      return Math.round(full * (1 - random() / 4))
    },
    reset() {
      step = 0
    },
  }
}
