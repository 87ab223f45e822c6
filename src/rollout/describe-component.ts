import { outageMs } from './availability.ts'
import { isUnchanged } from './freshness.ts'
import { isComplete } from './is-complete.ts'
import type { Memory } from './memory.ts'
import { isObserved } from './read-deployment.ts'
import type { Scope } from './scope.ts'
import type { ComponentState } from './state.ts'
import { countPods } from './tally.ts'

/** Before a release there is nothing to wait for: a Deployment that is at rest is Active. */
const isAtRest = (memory: Memory, scope: Scope, now: number): boolean => {
  const { deployment } = scope
  if (!deployment) return false
  if (memory.released) return isComplete(memory, scope, now)
  const { updated, available, replicas } = deployment.status
  const wanted = deployment.replicas
  return isObserved(deployment) && updated === wanted && available === wanted && replicas === wanted
}

const stateOf = (memory: Memory, scope: Scope, now: number): ComponentState['state'] => {
  if (!scope.deployment) return 'Unknown'
  return isAtRest(memory, scope, now) ? 'Active' : 'Updating'
}

const availabilityOf = (memory: Memory, service: string): ComponentState['availability'] => {
  const known = memory.availability.get(service)
  if (!known) return 'Unknown'
  return known.isAvailable ? 'Available' : 'Unavailable'
}

export const describeComponent = (memory: Memory, scope: Scope, now: number): ComponentState => {
  const { component, deployment } = scope
  const { staying, ready, leaving } = countPods(memory, scope)
  return {
    role: component.role,
    deployment: component.deployment,
    service: component.service,
    state: stateOf(memory, scope, now),
    unchanged: deployment ? isUnchanged(memory, deployment, now) : false,
    desired: deployment?.replicas ?? 0,
    updated: staying,
    ready,
    oldPods: leaving,
    availability: availabilityOf(memory, component.service),
    outageMs: outageMs(memory.availability.get(component.service), now),
  }
}
