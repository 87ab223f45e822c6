import type { Memory } from './memory.ts'
import type { DeploymentFacts } from './read-deployment.ts'

/** Somebody else has taken away all the pods that this release asked for. */
export const isScaledAway = ({ released }: Memory, { name, replicas }: DeploymentFacts): boolean =>
  replicas === 0 && (released?.replicas?.[name] ?? 0) > 0
