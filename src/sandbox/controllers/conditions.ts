import type { Condition } from './objects.ts'

export const now = (): string => new Date().toISOString().replace(/\.\d+Z$/, 'Z')

export const findCondition = (conditions: Condition[] | undefined, type: string): Condition | undefined =>
  conditions?.find((one) => one.type === type)

export const isTrue = (conditions: Condition[] | undefined, type: string): boolean =>
  findCondition(conditions, type)?.status === 'True'

/** Replaces or adds; the transition time moves only when the status does. */
export function withCondition(conditions: Condition[] | undefined, next: Condition): Condition[] {
  const all = conditions ?? []
  const before = findCondition(all, next.type)
  const since = before?.status === next.status ? before.lastTransitionTime : now()
  const made = { ...next, lastTransitionTime: since ?? now() }
  return before ? all.map((one) => (one.type === next.type ? made : one)) : [...all, made]
}

export const withoutCondition = (conditions: Condition[] | undefined, type: string): Condition[] =>
  (conditions ?? []).filter((one) => one.type !== type)
