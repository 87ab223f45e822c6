import type { Clock } from '../ports.ts'

export type ClockSkew = { observe(dateHeader: string | undefined, sentAt: number): void; serverNow(): number }

/**
 * How far the API server's clock is from ours, by its Date header. It was written between the request and its answer and
 * counts whole seconds; a difference that this explains is none.
 */
export function clockSkew(clock: Clock): ClockSkew {
  let skew = 0
  return {
    observe(dateHeader, sentAt) {
      const date = Date.parse(dateHeader ?? '')
      if (Number.isNaN(date)) return
      const now = clock.now()
      if (date > now) skew = date - now + 500
      else if (date < sentAt - 2000) skew = date - sentAt + 500
      else skew = 0
    },
    serverNow: () => clock.now() + skew,
  }
}
