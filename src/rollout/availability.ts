import type { Availability, Memory } from './memory.ts'
import type { Scope } from './scope.ts'

const hasReadyEndpoint = (scope: Scope): boolean => (scope.endpoints ?? []).some((one) => one.ready)

const nextAvailability = (
  known: Availability | undefined,
  isAvailable: boolean,
  now: number,
): Availability => {
  if (!known) return { since: now, isAvailable, wasAvailable: isAvailable, closedOutageMs: 0 }
  if (known.isAvailable === isAvailable) return known
  const wasOutage = known.wasAvailable && !known.isAvailable
  return {
    since: now,
    isAvailable,
    wasAvailable: known.wasAvailable || isAvailable,
    closedOutageMs: known.closedOutageMs + (wasOutage ? now - known.since : 0),
  }
}

/** Whether each Service has a ready endpoint, computed by us: a Deployment's Available condition can be vacuous. */
export const rememberAvailability = (memory: Memory, scopes: Scope[], now: number): Memory => {
  let availability = memory.availability
  for (const scope of scopes) {
    if (!scope.endpoints) continue
    const name = scope.component.service
    const before = availability.get(name)
    const after = nextAvailability(before, hasReadyEndpoint(scope), now)
    if (after !== before) availability = new Map(availability).set(name, after)
  }
  return availability === memory.availability ? memory : { ...memory, availability }
}

/** Milliseconds without a ready endpoint, once there had been one. */
export const outageMs = (known: Availability | undefined, now: number): number => {
  if (!known) return 0
  const open = known.wasAvailable && !known.isAvailable ? now - known.since : 0
  return known.closedOutageMs + open
}
