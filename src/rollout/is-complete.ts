import { isFresh } from './freshness.ts'
import type { Memory } from './memory.ts'
import type { DeploymentFacts } from './read-deployment.ts'
import { isScaledAway } from './scaled-away.ts'
import { activePods, type Scope } from './scope.ts'
import type { RolloutState } from './state.ts'
import { countPods } from './tally.ts'
import { failedJobs, runningJobs } from './verdicts/job-failed.ts'

/** Every wanted pod is new and available, by the Deployment's own word. */
export const isAvailable = (memory: Memory, scope: Scope, now: number): boolean => {
  const { deployment } = scope
  if (!deployment || !isFresh(memory, deployment, now) || isScaledAway(memory, deployment)) return false
  const { updated, available } = deployment.status
  return updated >= deployment.replicas && available >= deployment.replicas && !isHalted(deployment, scope)
}

/** A paused Deployment whose new template never became a ReplicaSet shows the numbers of the old one. */
const isHalted = (deployment: DeploymentFacts, scope: Scope): boolean =>
  deployment.paused && !scope.replicaSet

/** Pods, or whose they are, may be hidden from us (RBAC); then the Deployment's word has to do. */
const canSeePods = ({ hidden, pods }: Memory): boolean =>
  !hidden.has('Pod') && !hidden.has('ReplicaSet') && pods.size > 0

const endpointsMatch = (memory: Memory, scope: Scope): boolean => {
  if (!canSeePods(memory) || memory.hidden.has('EndpointSlice')) return true
  if (!scope.endpoints) return scope.service === undefined || scope.deployment?.replicas === 0
  const ready = activePods(memory, scope).filter((pod) => pod.ready)
  const uids = new Set(ready.map((pod) => pod.uid))
  const serving = scope.endpoints.filter((one) => one.ready)
  return (
    scope.endpoints.every((one) => uids.has(one.podUid)) &&
    new Set(serving.map((one) => one.podUid)).size === uids.size
  )
}

/** Available, and nothing of the past is left: the old pods are gone, the Service points at new ready pods only. */
export const isComplete = (memory: Memory, scope: Scope, now: number): boolean => {
  const { deployment } = scope
  if (!deployment || !isAvailable(memory, scope, now)) return false
  const { replicas, updated, available } = deployment.status
  const isExact = replicas === deployment.replicas && updated === replicas && available === replicas
  const { ready, leaving } = countPods(memory, scope)
  const podsAgree = !canSeePods(memory) || ready === deployment.replicas
  return isExact && podsAgree && leaving === 0 && endpointsMatch(memory, scope)
}

/** As much has happened as was asked for; a tick may say so. */
export const isDone = ({ memory, target, now }: RolloutState, scopes: Scope[]): boolean => {
  if (target.until === 'available') return scopes.every((scope) => isAvailable(memory, scope, now))
  const hasJobs = runningJobs(memory).length > 0 || failedJobs(memory, now).length > 0
  return !hasJobs && scopes.every((scope) => isComplete(memory, scope, now))
}

export const restartsOf = (memory: Memory, scope: Scope): number =>
  activePods(memory, scope)
    .flatMap((pod) => pod.containers)
    .reduce((sum, one) => sum + one.restarts, 0)
