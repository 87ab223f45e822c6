import type { WatchedKind } from './kube.ts'

/** Everything a rollout, a status and a diagnosis look at. */
export const watchedKinds: readonly WatchedKind[] = [
  'Deployment',
  'ReplicaSet',
  'Pod',
  'Service',
  'EndpointSlice',
  'ConfigMap',
  'Secret',
  'Event',
  'Job',
]
