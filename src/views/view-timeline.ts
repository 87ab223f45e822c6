import type { PodState } from '../rollout/state.ts'
import { countTime } from './count-time.ts'

type Timeline = PodState['timeline']

const steps = ['scheduled', 'pulled', 'started', 'ready'] as const

/** How long each step of a pod took since the one before: `pulled 1s ready 8s`. A step that took no time is left out. */
export function viewTimeline({ timeline }: PodState): string {
  let before = timeline.created ?? timeline.scheduled
  const parts: string[] = []
  for (const step of steps) {
    const at = timeline[step]
    if (at === undefined || before === undefined) continue
    const took = countTime(at - before)
    if (took !== '0s') parts.push(`${step} ${took}`)
    before = Math.max(before, at)
  }
  return parts.join(' ')
}

/** From its creation until it was Ready. */
export const readyAfter = ({ created, scheduled, ready }: Timeline): number | undefined =>
  ready === undefined ? undefined : ready - (created ?? scheduled ?? ready)

/** From the order to leave until it had left. */
export const goneAfter = ({ terminating, gone }: Timeline): number | undefined =>
  gone === undefined || terminating === undefined ? undefined : gone - terminating
