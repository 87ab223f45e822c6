import { isDeepStrictEqual } from 'node:util'
import type { Store } from '../store.ts'
import { refusal } from './admit-pod.ts'
import { findCondition, isTrue, withCondition, withoutCondition } from './conditions.ts'
import { type Controller, isAbout, keyOf, ownerKeys, splitKey } from './controller.ts'
import type { EventRecorder } from './event-recorder.ts'
import { newPod } from './new-pod.ts'
import type { Pod, ReplicaSet, ReplicaSetStatus } from './objects.ts'
import type { OwnerIndex } from './owner-index.ts'

/** The fault to rehearse on the next pod with these labels. */
export type FaultFor = (labels: Record<string, string>) => string | undefined

const retryMs = 1000

/** Keeps as many pods as it is told to, and counts how far they are. */
export function replicaSetController(
  store: Store,
  index: OwnerIndex,
  record: EventRecorder,
  faultFor: FaultFor,
): Controller {
  const tell = (set: ReplicaSet, type: 'Normal' | 'Warning', reason: string, message: string) =>
    record(set, { source: 'replicaset-controller', type, reason, message })

  /** The reason why a pod could not be made. */
  function grow(set: ReplicaSet, count: number): string | undefined {
    for (let i = 0; i < count; i++) {
      const pod = newPod(store, set, set.spec.template, faultFor(set.spec.template.metadata?.labels ?? {}))
      const refused = refusal(store, pod)
      if (refused) {
        tell(set, 'Warning', 'FailedCreate', `Error creating: ${refused}`)
        return refused
      }
      store.create('', 'pods', pod)
      tell(set, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`)
    }
    return undefined
  }

  function shrink(set: ReplicaSet, pods: Pod[], count: number): void {
    for (const { metadata } of [...pods].sort(byExpendability).slice(0, count)) {
      store.remove({ group: '', resource: 'pods', namespace: metadata.namespace, name: metadata.name })
      tell(set, 'Normal', 'SuccessfulDelete', `Deleted pod: ${metadata.name}`)
    }
  }

  function reconcile(key: string): number | undefined {
    const at = { group: 'apps', resource: 'replicasets', ...splitKey(key) }
    const set = store.get(at) as ReplicaSet | undefined
    if (!set) return undefined
    const pods = activePods(index, set)
    const missing = (set.spec.replicas ?? 1) - pods.length
    const isLeaving = set.metadata.deletionTimestamp !== undefined
    const refused = !isLeaving && missing > 0 ? grow(set, missing) : undefined
    if (!isLeaving && missing < 0) shrink(set, pods, -missing)
    const counted = activePods(index, set)
    const status = statusOf(set, counted, refused)
    if (!isDeepStrictEqual(status, set.status)) store.updateStatus(at, () => status)
    return refused ? retryMs : availableIn(set, counted)
  }

  return {
    name: 'replicaset',
    keysOf: (change) =>
      isAbout(change, 'apps', 'replicasets')
        ? [keyOf(change.object)]
        : isAbout(change, '', 'pods')
          ? ownerKeys(change, 'ReplicaSet')
          : [],
    reconcile,
  }
}

const activePods = (index: OwnerIndex, set: ReplicaSet): Pod[] =>
  index.controlled<Pod>(set.metadata.uid, 'pods').filter(isActive)

const isActive = ({ metadata, status }: Pod): boolean =>
  metadata.deletionTimestamp === undefined && status?.phase !== 'Succeeded' && status?.phase !== 'Failed'

const isReady = (pod: Pod): boolean => isTrue(pod.status?.conditions, 'Ready')
const readySince = (pod: Pod): number =>
  Date.parse(findCondition(pod.status?.conditions, 'Ready')?.lastTransitionTime ?? '')
const minReadyMs = (set: ReplicaSet): number => (set.spec.minReadySeconds ?? 0) * 1000
const isAvailable = (set: ReplicaSet, pod: Pod): boolean =>
  isReady(pod) && (minReadyMs(set) === 0 || readySince(pod) + minReadyMs(set) <= Date.now())

function statusOf(set: ReplicaSet, pods: Pod[], refused: string | undefined): ReplicaSetStatus {
  const ready = pods.filter(isReady).length
  const available = pods.filter((pod) => isAvailable(set, pod)).length
  const conditions = refused
    ? withCondition(set.status?.conditions, {
        type: 'ReplicaFailure',
        status: 'True',
        reason: 'FailedCreate',
        message: refused,
      })
    : withoutCondition(set.status?.conditions, 'ReplicaFailure')
  return {
    replicas: pods.length,
    ...(pods.length > 0 ? { fullyLabeledReplicas: pods.length } : {}),
    ...(ready > 0 ? { readyReplicas: ready } : {}),
    ...(available > 0 ? { availableReplicas: available } : {}),
    observedGeneration: set.metadata.generation ?? 1,
    ...(conditions.length > 0 ? { conditions } : {}),
  }
}

function availableIn(set: ReplicaSet, pods: Pod[]): number | undefined {
  const waits = pods
    .filter((pod) => isReady(pod) && !isAvailable(set, pod))
    .map((pod) => readySince(pod) + minReadyMs(set) - Date.now())
  return waits.length > 0 ? Math.max(1, Math.min(...waits)) : undefined
}

/** Who goes first: unscheduled, pending, not ready, ready for the shortest time, restarted most, youngest. */
function byExpendability(a: Pod, b: Pod): number {
  const rank = (pod: Pod) => [
    pod.spec.nodeName ? 1 : 0,
    pod.status?.phase === 'Running' ? 1 : 0,
    isReady(pod) ? 1 : 0,
    isReady(pod) ? -readySince(pod) : 0,
    -Math.max(0, ...(pod.status?.containerStatuses ?? []).map((one) => one.restartCount)),
    -Date.parse(pod.metadata.creationTimestamp ?? ''),
  ]
  const [left, right] = [rank(a), rank(b)]
  const at = left.findIndex((value, i) => value !== right[i])
  return at === -1 ? 0 : left[at]! - right[at]!
}
