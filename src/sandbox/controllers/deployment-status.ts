import { findCondition, now, withCondition, withoutCondition } from './conditions.ts'
import type { Condition, Deployment, DeploymentStatus, ReplicaSet } from './objects.ts'
import { rolloutLimits } from './plan-rolling-update.ts'

export type Rollout = {
  deployment: Deployment
  current: ReplicaSet | undefined
  all: ReplicaSet[]
  /** The current ReplicaSet was made or found again by this very pass. */
  newly?: 'created' | 'found' | undefined
}

/** The Deployment's status as its controller writes it: counts from the ReplicaSets, conditions with the real reasons. */
export function deploymentStatus(rollout: Rollout): DeploymentStatus {
  const { deployment, current, all } = rollout
  const total = (read: (set: ReplicaSet) => number | undefined) =>
    all.reduce((n, set) => n + (read(set) ?? 0), 0)
  const available = total((set) => set.status?.availableReplicas)
  const counts = {
    observedGeneration: deployment.metadata.generation ?? 1,
    replicas: total((set) => set.status?.replicas),
    updatedReplicas: current?.status?.replicas ?? 0,
    readyReplicas: total((set) => set.status?.readyReplicas),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, total((set) => set.spec.replicas) - available),
  }
  return { ...withoutZeros(counts), conditions: conditions(rollout, counts) }
}

type Counts = { replicas: number; updatedReplicas: number; readyReplicas: number; availableReplicas: number }

function conditions(rollout: Rollout, counts: Counts): Condition[] {
  const { deployment, current, all } = rollout
  const before = deployment.status?.conditions
  const failure = findCondition(current?.status?.conditions, 'ReplicaFailure') ?? failureOf(all)
  const available = withCondition(before, { ...availability(deployment, counts), lastUpdateTime: now() })
  const kept = sameTimes(before, available, 'Available')
  const progressing = progress(rollout, counts)
  const judged = progressing ? withCondition(kept, progressing) : kept
  return failure
    ? sameTimes(before, withCondition(judged, { ...failure, lastUpdateTime: now() }), 'ReplicaFailure')
    : withoutCondition(judged, 'ReplicaFailure')
}

const failureOf = (sets: ReplicaSet[]) =>
  sets
    .map((set) => findCondition(set.status?.conditions, 'ReplicaFailure'))
    .find((found) => found !== undefined)

/** An update that says nothing new keeps its time, so that watchers hear nothing. */
function sameTimes(before: Condition[] | undefined, after: Condition[], type: string): Condition[] {
  const old = findCondition(before, type)
  const made = findCondition(after, type)
  const same =
    old && made && old.status === made.status && old.reason === made.reason && old.message === made.message
  return same ? after.map((one) => (one.type === type ? old : one)) : after
}

function availability(deployment: Deployment, counts: Counts): Condition {
  const { replicas, maxUnavailable } = rolloutLimits(deployment)
  return counts.availableReplicas >= replicas - maxUnavailable
    ? {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      }
    : {
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      }
}

/** Undefined: leave the condition as it is. */
function progress({ deployment, current, newly }: Rollout, counts: Counts): Condition | undefined {
  const before = findCondition(deployment.status?.conditions, 'Progressing')
  const told = (status: Condition['status'], reason: string, message: string): Condition => ({
    type: 'Progressing',
    status,
    reason,
    message,
    lastUpdateTime: now(),
  })
  if (deployment.spec.paused) {
    return before?.reason === 'DeploymentPaused'
      ? undefined
      : told('Unknown', 'DeploymentPaused', 'Deployment is paused')
  }
  if (before?.reason === 'DeploymentPaused')
    return told('Unknown', 'DeploymentResumed', 'Deployment is resumed')
  if (!current) return undefined
  const set = `ReplicaSet "${current.metadata.name}"`
  if (newly === 'created')
    return told('True', 'NewReplicaSetCreated', `Created new replica set "${current.metadata.name}"`)
  if (newly === 'found')
    return told('True', 'FoundNewReplicaSet', `Found new replica set "${current.metadata.name}"`)
  const settled = before?.reason === 'NewReplicaSetAvailable'
  if (settled && counts.replicas === counts.updatedReplicas) return undefined
  if (isComplete(deployment, counts))
    return told('True', 'NewReplicaSetAvailable', `${set} has successfully progressed.`)
  if (hasProgressed(deployment, counts)) return told('True', 'ReplicaSetUpdated', `${set} is progressing.`)
  if (!settled && before && isOverdue(deployment, before)) {
    return before.reason === 'ProgressDeadlineExceeded'
      ? undefined
      : told('False', 'ProgressDeadlineExceeded', `${set} has timed out progressing.`)
  }
  return undefined
}

const isComplete = ({ spec }: Deployment, counts: Counts): boolean => {
  const wanted = spec.replicas ?? 1
  return (
    counts.updatedReplicas === wanted && counts.replicas === wanted && counts.availableReplicas === wanted
  )
}

function hasProgressed({ status = {} }: Deployment, counts: Counts): boolean {
  const oldBefore = (status.replicas ?? 0) - (status.updatedReplicas ?? 0)
  return (
    counts.updatedReplicas > (status.updatedReplicas ?? 0) ||
    counts.replicas - counts.updatedReplicas < oldBefore ||
    counts.readyReplicas > (status.readyReplicas ?? 0) ||
    counts.availableReplicas > (status.availableReplicas ?? 0)
  )
}

const isOverdue = (deployment: Deployment, progressing: Condition): boolean =>
  overdueIn(deployment, progressing) <= 0

/** Milliseconds until the progress deadline. */
export function overdueIn({ spec }: Deployment, progressing: Condition): number {
  const since = Date.parse(progressing.lastUpdateTime ?? now())
  return since + (spec.progressDeadlineSeconds ?? 600) * 1000 - Date.now()
}

const withoutZeros = <T extends Record<string, number>>(counts: T): Partial<T> =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0)) as Partial<T>
