import type { V1Deployment } from '@kubernetes/client-node'
import { type Condition, readConditions } from './read-condition.ts'
import { type Metadata, readMetadata } from './read-metadata.ts'
import { templateKey } from './template-key.ts'

export type DeploymentFacts = Metadata & {
  observedGeneration: number
  /** The rollout's number as the Deployment controller counts it. */
  revision: string
  replicas: number
  paused: boolean
  /** How long Kubernetes waits for progress before it gives up. */
  progressDeadlineSeconds: number
  template: string
  selector: Record<string, string>
  status: { replicas: number; updated: number; ready: number; available: number; unavailable: number }
  conditions: Condition[]
}

export const readDeployment = (object: V1Deployment): DeploymentFacts => {
  const metadata = readMetadata(object)
  const { spec, status } = object
  return {
    ...metadata,
    observedGeneration: status?.observedGeneration ?? 0,
    revision: metadata.annotations['deployment.kubernetes.io/revision'] ?? '',
    replicas: spec?.replicas ?? 1,
    paused: spec?.paused ?? false,
    progressDeadlineSeconds: spec?.progressDeadlineSeconds ?? 600,
    template: templateKey(spec?.template),
    selector: spec?.selector?.matchLabels ?? {},
    status: {
      replicas: status?.replicas ?? 0,
      updated: status?.updatedReplicas ?? 0,
      ready: status?.readyReplicas ?? 0,
      available: status?.availableReplicas ?? 0,
      unavailable: status?.unavailableReplicas ?? 0,
    },
    conditions: readConditions(status?.conditions),
  }
}

/** Status that speaks of the current spec; anything else is about the past. */
export const isObserved = (deployment: DeploymentFacts): boolean =>
  deployment.observedGeneration >= deployment.generation
