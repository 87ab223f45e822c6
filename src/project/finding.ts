export type Confidence = 'certain' | 'likely' | 'guess'

/** A value with where it was seen, and what else claims to be it. */
export type Finding<T> = {
  value: T
  /** `backend/Dockerfile:14 EXPOSE`, or a few words where there is no line. */
  source: string
  confidence: Confidence
  conflicts: { value: T; source: string }[]
}

export type Sighting<T> = { value: T; source: string; confidence: Confidence }

/** The first sighting wins; those that disagree become its conflicts. Undefined without any. */
export function settle<T>(sightings: Sighting<T>[]): Finding<T> | undefined {
  const [first, ...rest] = sightings
  if (!first) return undefined
  const others = rest.filter(({ value, confidence }) => confidence !== 'guess' && !isSame(value, first.value))
  const conflicts = others.map(({ value, source }) => ({ value, source }))
  const doubtful = first.confidence === 'certain' && conflicts.length > 0
  return { ...first, confidence: doubtful ? 'likely' : first.confidence, conflicts }
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
