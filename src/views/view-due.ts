import type { Due, RolloutPicture } from '../rollout/state.ts'
import { countThings } from './count-things.ts'

const nearMs = 60_000

/** An end is told of once a third of its time has gone by, and at most a minute ahead: before that it is no news. */
export function nearDue({ due, now }: RolloutPicture): Due | undefined {
  if (!due) return undefined
  const left = due.at - now
  return left <= nearMs && (now - due.since) * 2 >= left ? due : undefined
}

const unless: Partial<Record<Due['class'], string>> = {
  'never-ready': 'Ready',
  'probe-kill': 'it starts',
  unschedulable: 'a node takes it',
  'no-progress': 'a pod becomes Ready',
}

/** `backend fails in 40 s unless Ready`. */
export function viewDue({ at, class: name, component }: Due, now: number): string {
  const left = `in ${Math.max(0, Math.round((at - now) / 1000))} s`
  if (name === 'timed-out') return `--timeout ends this ${left} unless all is ready`
  return `${component ?? 'this'} fails ${left}${unless[name] ? ` unless ${unless[name]}` : ''}`
}

/** Everything is ready, and still it is not over. */
export function viewSoak({ soakUntil, now }: RolloutPicture): string | undefined {
  if (soakUntil === undefined) return undefined
  const left = Math.ceil((soakUntil - now) / 1000)
  return left > 0
    ? `all ready; ${countThings(left, 'second')} more without a restart`
    : 'all ready; a liveness probe has the last word'
}
