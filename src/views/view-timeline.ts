import type { PodState } from '../rollout/state.ts'

const steps = ['pulled', 'started', 'ready'] as const

/** How long the steps of a pod took, in seconds since the one before: `pulled 1.0 ready 8.1`. A step that took no time is left out. */
export function viewTimeline({ timeline }: PodState): string {
  let before = timeline.scheduled
  const parts: string[] = []
  for (const step of steps) {
    const at = timeline[step]
    if (at === undefined || before === undefined) continue
    const seconds = (Math.max(0, at - before) / 1000).toFixed(1)
    if (seconds !== '0.0') parts.push(`${step} ${seconds}`)
    before = at
  }
  return parts.join(' ')
}
