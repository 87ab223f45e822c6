import type { Deployment, Port } from './objects.ts'

export type SetFacts = { name: string; replicas: number; available: number }
export type Limits = { replicas: number; maxSurge: number; maxUnavailable: number }
export type Scaling = { name: string; replicas: number }

/** maxSurge rounds up, maxUnavailable down; both can't be zero, or nothing could ever move. */
export function rolloutLimits({ spec }: Deployment): Limits {
  const replicas = spec.replicas ?? 1
  if (spec.strategy?.type === 'Recreate') return { replicas, maxSurge: 0, maxUnavailable: replicas }
  const rolling = spec.strategy?.rollingUpdate
  const maxSurge = share(rolling?.maxSurge ?? '25%', replicas, Math.ceil)
  const asked = share(rolling?.maxUnavailable ?? '25%', replicas, Math.floor)
  const maxUnavailable = Math.min(replicas, maxSurge === 0 && asked === 0 ? 1 : asked)
  return { replicas, maxSurge, maxUnavailable }
}

function share(value: Port, of: number, round: (n: number) => number): number {
  if (typeof value === 'number') return value
  return value.endsWith('%') ? round((Number(value.slice(0, -1)) * of) / 100) : Number(value)
}

/** The next step of a rolling update: the new set grows as far as the surge allows, then old ones shrink as far as availability allows. */
export function planRollingUpdate(limits: Limits, current: SetFacts, old: SetFacts[]): Scaling[] {
  const grown = growNew(limits, current, old)
  if (grown !== current.replicas) return [{ name: current.name, replicas: grown }]
  return shrinkOld(limits, current, old)
}

function growNew({ replicas, maxSurge }: Limits, current: SetFacts, old: SetFacts[]): number {
  if (current.replicas >= replicas) return replicas
  const total = sum([current, ...old], 'replicas')
  const room = Math.max(0, replicas + maxSurge - total)
  return current.replicas + Math.min(room, replicas - current.replicas)
}

function shrinkOld({ replicas, maxUnavailable }: Limits, current: SetFacts, old: SetFacts[]): Scaling[] {
  const needed = replicas - maxUnavailable
  const unavailableNew = current.replicas - current.available
  const spare = sum([current, ...old], 'replicas') - needed - unavailableNew
  if (spare <= 0) return []
  const cleaned = take(old, spare, (set) => set.replicas - Math.min(set.available, set.replicas))
  const availableSpare = sum([current, ...old], 'available') - needed
  return differences(
    old,
    take(cleaned, Math.min(availableSpare, spare), (set) => set.replicas),
  )
}

/** Takes up to `budget` replicas away, oldest set first, at most `from(set)` of each. */
function take(sets: SetFacts[], budget: number, from: (set: SetFacts) => number): SetFacts[] {
  let left = Math.max(0, budget)
  return sets.map((set) => {
    const taken = Math.min(left, from(set))
    left -= taken
    return { ...set, replicas: set.replicas - taken }
  })
}

const differences = (before: SetFacts[], after: SetFacts[]): Scaling[] =>
  after
    .filter((set, i) => set.replicas !== before[i]?.replicas)
    .map(({ name, replicas }) => ({ name, replicas }))

const sum = (sets: SetFacts[], field: 'replicas' | 'available'): number =>
  sets.reduce((n, set) => n + set[field], 0)
