import type { WatchedKind, WatchedKinds } from './kube.ts'
import type { NodeRoom } from './nodes/node-room.ts'

/** `at` is milliseconds since the epoch by the API server's clock (local clock corrected by the skew seen in its Date header). */
type Seen = {
  [K in WatchedKind]: { type: 'seen'; at: number; kind: K; object: WatchedKinds[K] }
}[WatchedKind]
type Gone = {
  [K in WatchedKind]: { type: 'gone'; at: number; kind: K; object: WatchedKinds[K] }
}[WatchedKind]

/** Everything that a rollout can learn. Closed: handle every `type`, end with `satisfies never`. */
export type RolloutEvent =
  | Seen
  | Gone
  /** The first LIST of this kind is complete: what is not here does not exist. */
  | { type: 'synced'; at: number; kind: WatchedKind }
  /** This kind can't be seen (RBAC); the rollout goes on without it. */
  | { type: 'forbidden'; at: number; kind: WatchedKind; message: string }
  | { type: 'lost'; at: number; message: string }
  | { type: 'regained'; at: number }
  /** Answer of a confirming GET: does the object (or the key in it) exist? */
  | {
      type: 'confirmed'
      at: number
      kind: 'Secret' | 'ConfigMap' | 'ServiceAccount' | 'PersistentVolumeClaim' | 'CSIDriver' | 'Service'
      name: string
      key?: string
      exists: boolean
    }
  /** The nodes of the cluster at this moment, asked for because a pod waits for one or may have lost it. */
  | { type: 'nodes'; at: number; rooms: NodeRoom[] }
  /** New log lines of a container that is in trouble, secrets already masked. */
  | {
      type: 'log'
      at: number
      pod: string
      container: string
      previous: boolean
      lines: string[]
      /** Which run of the container spoke, counted from 0: copy it from the wanted log that asked. */
      attempt?: number
    }
  /** Which of the ports that were tried are open inside a pod, loopback included; none were when nobody may knock. */
  | { type: 'knocked'; at: number; pod: string; open: number[]; asked: number[] }
  /** helm has returned: the revision is recorded, the generation to wait for is the one seen from now on. */
  | {
      type: 'released'
      at: number
      revision: number
      /** metadata.generation of each Deployment after helm returned, by name. Without it a rollout waits for the watch to be quiet. */
      generations?: Record<string, number>
      /** How many pods helm asked for, by Deployment. */
      replicas?: Record<string, number>
      /** The pod template that helm wrote, by Deployment, as `templateKey` tells it. */
      templates?: Record<string, string>
      /** Who else had written to a Deployment's pod template when helm had returned: its field manager. */
      otherWriters?: Record<string, string>
    }
  | { type: 'tick'; at: number }
  | { type: 'cancelled'; at: number; by: 'SIGINT' | 'SIGTERM' }
