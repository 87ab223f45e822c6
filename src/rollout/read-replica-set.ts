import type { V1ReplicaSet } from '@kubernetes/client-node'
import { type Condition, readConditions } from './read-condition.ts'
import { type Metadata, readMetadata } from './read-metadata.ts'
import { templateKey } from './template-key.ts'

export type ReplicaSetFacts = Metadata & {
  revision: string
  hash: string
  template: string
  replicas: number
  status: { replicas: number; ready: number; available: number }
  conditions: Condition[]
}

export const readReplicaSet = (object: V1ReplicaSet): ReplicaSetFacts => {
  const metadata = readMetadata(object)
  return {
    ...metadata,
    revision: metadata.annotations['deployment.kubernetes.io/revision'] ?? '',
    hash: metadata.labels['pod-template-hash'] ?? '',
    template: templateKey(object.spec?.template),
    replicas: object.spec?.replicas ?? 1,
    status: {
      replicas: object.status?.replicas ?? 0,
      ready: object.status?.readyReplicas ?? 0,
      available: object.status?.availableReplicas ?? 0,
    },
    conditions: readConditions(object.status?.conditions),
  }
}
