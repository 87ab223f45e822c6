import { isOver } from './is-over.ts'
import type { RolloutState } from './state.ts'

const watchedOn = ({ memory, now }: RolloutState): string[] => {
  const seconds = memory.soak ? Math.round((now - memory.soak.since) / 1000) : 0
  return seconds > 0 ? [`no restart for ${seconds} s`] : []
}

/** Pods that will stay as objects until somebody lets go of them. */
const leftovers = ({ memory }: RolloutState): string[] =>
  [...memory.pods.values()]
    .filter((pod) => pod.deletionAt !== undefined && isOver(pod) && !memory.gone.has(pod.uid))
    .map((pod) => `old pod ${pod.name} runs nothing any more, but ${pod.finalizers.join(', ')} holds it`)

/** What a rollout came to, no more than what was seen. */
export const summarizeCompletion = (state: RolloutState): string => {
  const { components } = state
  const counts = components.map(({ role, ready, desired }) => `${role} ${ready} of ${desired} ready`)
  const isUnchanged = components.every(({ unchanged }) => unchanged)
  const told = isUnchanged ? [`nothing rolled out: no pod template changed`] : watchedOn(state)
  return [...counts, ...told, ...leftovers(state)].join(' · ')
}
