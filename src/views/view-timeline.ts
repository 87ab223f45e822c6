import type { PodState } from '../rollout/state.ts'

const steps = ['pulled', 'started', 'ready'] as const

/** How long each step of a pod took, in seconds since the one before: `pulled 0.0 started 0.4 ready 8.1`. */
export function viewTimeline({ timeline }: PodState): string {
  let before = timeline.scheduled
  const parts: string[] = []
  for (const step of steps) {
    const at = timeline[step]
    if (at === undefined || before === undefined) continue
    parts.push(`${step} ${(Math.max(0, at - before) / 1000).toFixed(1)}`)
    before = at
  }
  return parts.join(' ')
}
