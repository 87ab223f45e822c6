import type {
  CoreV1Event,
  V1ConfigMap,
  V1Deployment,
  V1EndpointSlice,
  V1Job,
  V1Pod,
  V1ReplicaSet,
  V1Secret,
  V1Service,
} from '@kubernetes/client-node'

/** Kinds that a rollout watches, as the API server names them, with the type of their objects (JSON as received: dates are strings). */
export type WatchedKinds = {
  Deployment: V1Deployment
  ReplicaSet: V1ReplicaSet
  Pod: V1Pod
  Service: V1Service
  EndpointSlice: V1EndpointSlice
  ConfigMap: V1ConfigMap
  /** Data values are replaced by their keyed hash before they leave `cluster/`. */
  Secret: V1Secret
  Event: CoreV1Event
  Job: V1Job
}

export type WatchedKind = keyof WatchedKinds

/** Any API object, as much of it as everybody may rely on. */
export type KubeObject = {
  apiVersion?: string
  kind?: string
  metadata?: {
    name?: string
    namespace?: string
    uid?: string
    resourceVersion?: string
    generation?: number
    labels?: Record<string, string>
    annotations?: Record<string, string>
    creationTimestamp?: string | Date
    deletionTimestamp?: string | Date
    finalizers?: string[]
    ownerReferences?: { apiVersion: string; kind: string; name: string; uid: string; controller?: boolean }[]
  }
}
