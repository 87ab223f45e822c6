import type { Memory } from './memory.ts'
import type { PodFacts } from './read-pod.ts'
import { isLiving, type Scope } from './scope.ts'

/** How many pods a ReplicaSet has: not gone; meant to stay; and Ready of those. */
export type Tally = { living: number; staying: number; ready: number }

const emptyTally: Tally = { living: 0, staying: 0, ready: 0 }

const add = (a: Tally, b: Tally, sign: 1 | -1): Tally => ({
  living: a.living + sign * b.living,
  staying: a.staying + sign * b.staying,
  ready: a.ready + sign * b.ready,
})

const shareOf = (memory: Memory, pod: PodFacts): Tally => {
  if (!isLiving(memory, pod)) return emptyTally
  const stays = pod.deletionAt === undefined
  return { living: 1, staying: stays ? 1 : 0, ready: stays && pod.ready ? 1 : 0 }
}

const counted = (
  tallies: Memory['tallies'],
  memory: Memory,
  pod: PodFacts | undefined,
  sign: 1 | -1,
): Memory['tallies'] => {
  if (!pod) return tallies
  const owner = pod.owner?.uid ?? ''
  const tally = add(tallies.get(owner) ?? emptyTally, shareOf(memory, pod), sign)
  return new Map(tallies).set(owner, tally)
}

/** Counts one pod anew, so that nobody has to count them all. */
export const recount = (before: Memory, after: Memory, uid: string): Memory => {
  const was = before.pods.get(uid)
  const is = after.pods.get(uid)
  if (was === is && before.gone.has(uid) === after.gone.has(uid)) return after
  const without = counted(after.tallies, before, was, -1)
  return { ...after, tallies: counted(without, after, is, 1) }
}

/** The pods of one component: new ones that stay, how many of them are Ready, and all that are on their way out. */
export const countPods = (
  memory: Memory,
  scope: Scope,
): { staying: number; ready: number; leaving: number } => {
  const tallyOf = (uid: string) => memory.tallies.get(uid) ?? emptyTally
  const fresh = scope.replicaSet ? tallyOf(scope.replicaSet.uid) : emptyTally
  const living = scope.sets.reduce((sum, set) => sum + tallyOf(set.uid).living, 0)
  return { staying: fresh.staying, ready: fresh.ready, leaving: living - fresh.staying }
}

export const isAnyLeaving = (memory: Memory): boolean =>
  [...memory.tallies.values()].some(({ living, staying }) => living > staying)

const known = new WeakMap<Memory['gone'], number>()

/** When the last object went; worked out once for what has gone so far, since every pod without a node asks. */
export const lastGoneAt = ({ gone }: Memory): number => {
  const at = known.get(gone) ?? [...gone.values()].reduce((last, one) => Math.max(last, one), 0)
  known.set(gone, at)
  return at
}
