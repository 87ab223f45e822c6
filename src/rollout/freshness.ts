import type { Memory } from './memory.ts'
import { type DeploymentFacts, isObserved } from './read-deployment.ts'

/** Without a known generation: how long after helm's return the watch may still be about to tell of a change. */
const quietMs = 1500

const hasChanged = (memory: Memory, deployment: DeploymentFacts): boolean => {
  const before = memory.baseline.deployments.get(deployment.name)
  return !before || before.uid !== deployment.uid || before.generation !== deployment.generation
}

/** True once the Deployment in memory is the one that helm wrote. */
export const isReleased = (memory: Memory, deployment: DeploymentFacts, now: number): boolean => {
  if (!memory.released) return false
  const expected = memory.released.generations?.[deployment.name]
  if (expected !== undefined) return deployment.generation >= expected
  return hasChanged(memory, deployment) || now - memory.released.at >= quietMs
}

/** The released Deployment, with a status that speaks of it. */
export const isFresh = (memory: Memory, deployment: DeploymentFacts, now: number): boolean =>
  isReleased(memory, deployment, now) && isObserved(deployment)

/** This release changed neither the Deployment's spec nor its pod template. */
export const isUnchanged = (memory: Memory, deployment: DeploymentFacts, now: number): boolean => {
  if (!isReleased(memory, deployment, now) || hasChanged(memory, deployment)) return false
  return memory.baseline.deployments.get(deployment.name)?.template === deployment.template
}
