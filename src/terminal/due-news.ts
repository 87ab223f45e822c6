import type { Due, RolloutPicture } from '../rollout/state.ts'
import { nearDue } from '../views/view-due.ts'

const sameMs = 5000

/** Answers an end that has come near once, and again only when it is another, or has moved. */
export function dueNews(): (state: RolloutPicture) => Due | undefined {
  let told: Due | undefined
  return (state) => {
    const due = nearDue(state)
    if (!due || isSame(due, told)) return undefined
    told = due
    return due
  }
}

const isSame = (due: Due, told: Due | undefined): boolean =>
  told?.class === due.class && told.component === due.component && Math.abs(told.at - due.at) < sameMs
