const leastMs = 100
const pulseMs = 1000

export type Pace = { now(): void; soon(): void; stop(): void }

/** Draws at most ten times a second however much happens, and once a second when nothing does, so that times go on. */
export function pace(draw: () => void): Pace {
  let drawnAt = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  const plan = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(now, ms).unref()
  }
  const now = () => {
    if (isStopped) return
    drawnAt = performance.now()
    draw()
    plan(pulseMs)
  }
  return {
    now,
    soon() {
      const wait = drawnAt + leastMs - performance.now()
      if (wait <= 0) now()
      else if (!isStopped) plan(wait)
    },
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
