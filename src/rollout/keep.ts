import type { Metadata } from './read-metadata.ts'

/** The map with the newer of two versions of an object; the same map when it knew that already. */
export const keep = <T extends Metadata>(known: ReadonlyMap<string, T>, facts: T): ReadonlyMap<string, T> => {
  const before = known.get(facts.uid)
  if (before && before.version >= facts.version) return known
  return new Map(known).set(facts.uid, facts)
}

/** The map with the smaller of two times under the key. */
export const keepEarliest = (
  known: ReadonlyMap<string, number>,
  key: string,
  at: number,
): ReadonlyMap<string, number> => {
  const before = known.get(key)
  return before !== undefined && before <= at ? known : new Map(known).set(key, at)
}
