import { isMap } from './is-map.ts'

export type Values = Record<string, unknown>

/** As helm merges: maps key by key, everything else replaced. A null stays, for helm to remove the key. */
export function mergeValues(base: Values, over: Values): Values {
  const merged: Values = { ...base }
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key]
    merged[key] = isMap(value) && isMap(below) ? mergeValues(below, value) : value
  }
  return merged
}

/** What the templates get to see: a null takes its key away. */
export function withoutNulls(values: Values): Values {
  const kept = Object.entries(values).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(kept.map(([key, value]) => [key, isMap(value) ? withoutNulls(value) : value]))
}
