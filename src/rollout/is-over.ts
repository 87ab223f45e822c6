import type { PodFacts } from './read-pod.ts'

/**
 * It runs nothing any more, and its object stays: evicted, or held by a finalizer. One that is merely on its way
 * out shows the same phase for a moment, and is waited for.
 */
export const isOver = (pod: PodFacts): boolean =>
  (pod.phase === 'Succeeded' || pod.phase === 'Failed') &&
  (pod.deletionAt === undefined || pod.finalizers.length > 0)
