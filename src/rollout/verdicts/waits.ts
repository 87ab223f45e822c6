import type { ContainerHistory, Wait } from '../memory.ts'
import type { ContainerCase } from './cases.ts'

const seconds = (milliseconds: number): string => `${Math.round(milliseconds / 1000)} s`

/** Everything that a container said while it waited for one of these reasons, as one span. */
export const findWaits = (history: ContainerHistory, reasons: RegExp): Wait[] =>
  [...history.waits.values()].filter((one) => reasons.test(one.reason)).sort((a, b) => a.firstAt - b.firstAt)

/** The container waits for one of these reasons now; how long it has. */
export const waitingNow = (
  subject: ContainerCase,
  reasons: RegExp,
): { reason: string; message: string; firstAt: number; forMs: number; told: string } | undefined => {
  const { run } = subject.container
  if (run.type !== 'waiting' || !reasons.test(run.reason)) return undefined
  const firstAt = findWaits(subject.history, reasons)[0]?.firstAt ?? subject.now
  const forMs = subject.now - firstAt
  return { reason: run.reason, message: run.message, firstAt, forMs, told: `seen for ${seconds(forMs)}` }
}
