import { isDeepStrictEqual } from 'node:util'
import type { Store } from '../store.ts'
import { findCondition } from './conditions.ts'
import { type Controller, isAbout, keyOf, ownerKeys, splitKey } from './controller.ts'
import { deploymentStatus, overdueIn } from './deployment-status.ts'
import type { EventRecorder } from './event-recorder.ts'
import type { Deployment, Pod, ReplicaSet } from './objects.ts'
import type { OwnerIndex } from './owner-index.ts'
import { planRollingUpdate, rolloutLimits, type Scaling, type SetFacts } from './plan-rolling-update.ts'
import {
  byAge,
  findCurrentSet,
  hashLabel,
  podTemplateHash,
  revisionAnnotation,
  revisionOf,
} from './pod-template-hash.ts'

/** Makes a ReplicaSet per template and moves the replicas from the old ones to the new one. */
export function deploymentController(store: Store, index: OwnerIndex, record: EventRecorder): Controller {
  const setsOf = (deployment: Deployment) =>
    index.controlled<ReplicaSet>(deployment.metadata.uid, 'replicasets').sort(byAge)
  const write = (object: ReplicaSet | Deployment, resource: string) => store.update('apps', resource, object)

  function ensureCurrent(
    deployment: Deployment,
    sets: ReplicaSet[],
  ): { current: ReplicaSet; newly?: 'created' | 'found' | undefined } {
    const found = findCurrentSet(deployment, sets)
    const newest = Math.max(0, ...sets.filter((set) => set !== found).map(revisionOf))
    const revision = String(Math.max(newest + 1, found ? revisionOf(found) : 0))
    const current = found ? withRevision(deployment, found, revision) : create(deployment, revision)
    const isNews =
      !findCondition(deployment.status?.conditions, 'Progressing') ||
      revisionOf(deployment) !== Number(revision)
    noteRevision(deployment, revision)
    return { current, newly: found ? (isNews ? 'found' : undefined) : 'created' }
  }

  function create(deployment: Deployment, revision: string): ReplicaSet {
    return store.create('apps', 'replicasets', newSet(deployment, revision)) as ReplicaSet
  }

  function withRevision(deployment: Deployment, set: ReplicaSet, revision: string): ReplicaSet {
    const annotations = { ...set.metadata.annotations, ...inherited(deployment, revision) }
    return write({ ...set, metadata: { ...set.metadata, annotations } }, 'replicasets') as ReplicaSet
  }

  function noteRevision(deployment: Deployment, revision: string): void {
    if (deployment.metadata.annotations?.[revisionAnnotation] === revision) return
    const fresh = store.get({ group: 'apps', resource: 'deployments', ...names(deployment) }) as Deployment
    const annotations = { ...fresh.metadata.annotations, [revisionAnnotation]: revision }
    write({ ...fresh, metadata: { ...fresh.metadata, annotations } }, 'deployments')
  }

  function scale(deployment: Deployment, sets: ReplicaSet[], steps: Scaling[]): void {
    for (const { name, replicas } of steps) {
      const set = sets.find((one) => one.metadata.name === name)
      const before = set?.spec.replicas ?? 0
      if (!set || before === replicas) continue
      write({ ...set, spec: { ...set.spec, replicas } }, 'replicasets')
      const direction = replicas > before ? 'up' : 'down'
      record(deployment, {
        source: 'deployment-controller',
        type: 'Normal',
        reason: 'ScalingReplicaSet',
        message: `Scaled ${direction} replica set ${name} from ${before} to ${replicas}`,
      })
    }
  }

  /** Old pods must be gone before a Recreate makes new ones. */
  function recreateSteps(deployment: Deployment, current: ReplicaSet, old: ReplicaSet[]): Scaling[] {
    const busy = old.filter((set) => (set.spec.replicas ?? 0) > 0)
    if (busy.length > 0) return busy.map((set) => ({ name: set.metadata.name, replicas: 0 }))
    const left = old.some((set) => index.controlled<Pod>(set.metadata.uid, 'pods').length > 0)
    return left ? [] : [{ name: current.metadata.name, replicas: deployment.spec.replicas ?? 1 }]
  }

  function roll(deployment: Deployment, current: ReplicaSet | undefined, sets: ReplicaSet[]): void {
    if (!current) return
    const old = sets.filter((set) => set.metadata.uid !== current.metadata.uid)
    const limits = rolloutLimits(deployment)
    const steps =
      deployment.spec.strategy?.type === 'Recreate'
        ? recreateSteps(deployment, current, old)
        : planRollingUpdate(
            limits,
            factsOf(current),
            old.filter((set) => (set.spec.replicas ?? 0) > 0).map(factsOf),
          )
    scale(
      deployment,
      sets,
      deployment.spec.paused ? steps.filter((step) => step.name === current.metadata.name) : steps,
    )
  }

  function forgetOldHistory(
    deployment: Deployment,
    current: ReplicaSet | undefined,
    sets: ReplicaSet[],
  ): void {
    const done =
      findCondition(deployment.status?.conditions, 'Progressing')?.reason === 'NewReplicaSetAvailable'
    const idle = sets
      .filter(
        (set) => set.metadata.uid !== current?.metadata.uid && !set.spec.replicas && !set.status?.replicas,
      )
      .sort((a, b) => revisionOf(a) - revisionOf(b))
    const excess = idle.length - (deployment.spec.revisionHistoryLimit ?? 10)
    if (!done || excess <= 0) return
    for (const set of idle.slice(0, excess)) {
      store.remove({ group: 'apps', resource: 'replicasets', ...names(set) }, { propagation: 'Background' })
    }
  }

  function reconcile(key: string): number | undefined {
    const at = { group: 'apps', resource: 'deployments', ...splitKey(key) }
    const deployment = store.get(at) as Deployment | undefined
    if (!deployment) return undefined
    const isLeaving = deployment.metadata.deletionTimestamp !== undefined
    const sets = setsOf(deployment)
    const known = findCurrentSet(deployment, sets)
    const { current, newly } =
      isLeaving || deployment.spec.paused ? { current: known } : ensureCurrent(deployment, sets)
    if (!isLeaving) roll(deployment, current, setsOf(deployment))
    const all = setsOf(deployment)
    const fresh = all.find((set) => set.metadata.uid === current?.metadata.uid)
    const status = deploymentStatus({ deployment, current: fresh, all, newly })
    if (!isDeepStrictEqual(status, deployment.status)) store.updateStatus(at, () => status)
    forgetOldHistory(deployment, fresh, all)
    return nextLook({ ...deployment, status })
  }

  return {
    name: 'deployment',
    keysOf: (change) =>
      isAbout(change, 'apps', 'deployments')
        ? [keyOf(change.object)]
        : isAbout(change, 'apps', 'replicasets') || (isAbout(change, '', 'pods') && change.type === 'DELETED')
          ? [...ownerKeys(change, 'Deployment'), ...grandOwnerKeys(change.object, store)]
          : [],
    reconcile,
  }
}

/** A pod's end matters to the Deployment above its ReplicaSet (Recreate waits for it). */
function grandOwnerKeys(
  object: { metadata?: { namespace?: string; ownerReferences?: { kind: string; name: string }[] } },
  store: Store,
): string[] {
  const owner = object.metadata?.ownerReferences?.find((one) => one.kind === 'ReplicaSet')
  if (!owner) return []
  const set = store.get({
    group: 'apps',
    resource: 'replicasets',
    namespace: object.metadata?.namespace ?? '',
    name: owner.name,
  })
  const above = set?.metadata?.ownerReferences?.find((one) => one.kind === 'Deployment')
  return above ? [`${object.metadata?.namespace}/${above.name}`] : []
}

const names = ({ metadata }: { metadata: { namespace: string; name: string } }) => ({
  namespace: metadata.namespace,
  name: metadata.name,
})

const factsOf = (set: ReplicaSet): SetFacts => ({
  name: set.metadata.name,
  replicas: set.spec.replicas ?? 0,
  available: set.status?.availableReplicas ?? 0,
})

function nextLook(deployment: Deployment): number | undefined {
  const progressing = findCondition(deployment.status?.conditions, 'Progressing')
  const isSettled =
    !progressing || progressing.reason === 'NewReplicaSetAvailable' || progressing.status === 'False'
  return isSettled || deployment.spec.paused
    ? undefined
    : Math.max(overdueIn(deployment, progressing), 0) + 1000
}

function inherited(deployment: Deployment, revision: string): Record<string, string> {
  const { 'kubectl.kubernetes.io/last-applied-configuration': _, ...annotations } =
    deployment.metadata.annotations ?? {}
  const { replicas, maxSurge } = rolloutLimits(deployment)
  return {
    ...annotations,
    [revisionAnnotation]: revision,
    'deployment.kubernetes.io/desired-replicas': String(replicas),
    'deployment.kubernetes.io/max-replicas': String(replicas + maxSurge),
  }
}

function newSet(deployment: Deployment, revision: string): ReplicaSet {
  const { name, namespace, uid } = deployment.metadata
  const { template, selector, minReadySeconds } = deployment.spec
  const hash = podTemplateHash(template)
  const labels = { ...template.metadata?.labels, [hashLabel]: hash }
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels,
      annotations: inherited(deployment, revision),
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'Deployment', name, uid, controller: true, blockOwnerDeletion: true },
      ],
    },
    spec: {
      replicas: 0,
      ...(minReadySeconds ? { minReadySeconds } : {}),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [hashLabel]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
    status: { replicas: 0 },
  } as unknown as ReplicaSet
}
