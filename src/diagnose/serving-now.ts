import { activePods, isLiving, type Scope } from '../rollout/scope.ts'
import { isServing, type Sight } from '../rollout/verdicts/explains.ts'

/** Who serves now; without it a person can't tell how bad it is. */
export const servingNow = (sight: Sight, scope: Scope): string => {
  const { role } = scope.component
  const current = activePods(sight.memory, scope).filter((pod) => pod.ready).length
  const old = scope.oldPods.filter((pod) => isLiving(sight.memory, pod) && pod.ready).length
  const ready = `${current} of ${scope.deployment?.replicas ?? 0} pods ready`
  const before = old > 0 ? `, ${old} of the version before` : ''
  if (!scope.service) return `${role} ${isServing(scope) ? 'runs' : 'does not run'}: ${ready}${before}`
  const serving = scope.endpoints?.filter((one) => one.ready).length ?? 0
  const endpoints = `${serving} ${serving === 1 ? 'endpoint' : 'endpoints'}`
  return `${role} ${serving > 0 ? 'is served' : 'is not served'}: ${ready}${before}, ${endpoints}`
}
