import type { Clock } from '../ports.ts'

export type ClockSkew = { observe(dateHeader: string | undefined): void; serverNow(): number }

/**
 * How far the API server's clock is from ours, by its Date header. The header counts whole seconds, so a difference
 * that a whole second explains is none.
 */
export function clockSkew(clock: Clock): ClockSkew {
  let skew = 0
  return {
    observe(dateHeader) {
      const date = Date.parse(dateHeader ?? '')
      if (Number.isNaN(date)) return
      const behind = date - clock.now()
      if (behind <= 0 && behind > -2000) skew = 0
      else skew = behind + 500
    },
    serverNow: () => clock.now() + skew,
  }
}
