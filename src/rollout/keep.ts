import type { GrowingMap } from './growing-map.ts'
import type { Version } from './read-metadata.ts'

const isNews = <T extends Version>(known: ReadonlyMap<string, T>, facts: T): boolean => {
  const before = known.get(facts.uid)
  return !before || !(before.version >= facts.version)
}

/** The map with the newer of two versions of an object; the same map when it knew that already. */
export const keep = <T extends Version>(known: ReadonlyMap<string, T>, facts: T): ReadonlyMap<string, T> =>
  isNews(known, facts) ? new Map(known).set(facts.uid, facts) : known

/** `keep` for what there may be thousands of. */
export const keepGrowing = <T extends Version>(known: GrowingMap<T>, facts: T): GrowingMap<T> =>
  isNews(known, facts) ? known.with(facts.uid, facts) : known

/** The map with the smaller of two times under the key. */
export const keepEarliest = (known: GrowingMap<number>, key: string, at: number): GrowingMap<number> => {
  const before = known.get(key)
  return before !== undefined && before <= at ? known : known.with(key, at)
}
