import { isOver } from './is-over.ts'
import type { Memory } from './memory.ts'
import type { DeploymentFacts } from './read-deployment.ts'
import type { EndpointFacts } from './read-endpoints.ts'
import type { PodFacts } from './read-pod.ts'
import type { ReplicaSetFacts } from './read-replica-set.ts'
import type { ServiceFacts } from './read-service.ts'
import type { RolloutTarget } from './state.ts'

export type Component = RolloutTarget['components'][number]

/** One component with the objects that are its own; only `newPods` ever decide about a rollout. */
export type Scope = {
  component: Component
  deployment?: DeploymentFacts
  /** The ReplicaSet of the current template. */
  replicaSet?: ReplicaSetFacts
  /** All its ReplicaSets, also those that are gone. */
  sets: ReplicaSetFacts[]
  service?: ServiceFacts
  // There may be thousands of these: they are gathered when somebody asks.
  readonly newPods: PodFacts[]
  readonly oldPods: PodFacts[]
  /** Undefined while no EndpointSlice was ever seen for the Service. */
  readonly endpoints: EndpointFacts[] | undefined
}

const latest = <T extends { createdAt?: number; version: number }>(found: T[]): T | undefined =>
  found.sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0) || b.version - a.version)[0]

const living = <T extends { name: string; uid: string; createdAt?: number; version: number }>(
  memory: Memory,
  objects: ReadonlyMap<string, T>,
  name: string,
): T | undefined =>
  latest([...objects.values()].filter((one) => one.name === name && !memory.gone.has(one.uid)))

const newestRevision = (sets: ReplicaSetFacts[]): ReplicaSetFacts | undefined =>
  sets.sort((a, b) => Number(b.revision) - Number(a.revision))[0]

/** The template is what makes a ReplicaSet the new one; the revision annotation follows later, and serves where defaults differ. */
export const findNewReplicaSet = (
  deployment: DeploymentFacts | undefined,
  sets: ReplicaSetFacts[],
): ReplicaSetFacts | undefined => {
  if (!deployment) return undefined
  const owned = sets.filter((one) => one.owner?.uid === deployment.uid)
  const sameTemplate = newestRevision(owned.filter((one) => one.template === deployment.template))
  if (sameTemplate || deployment.observedGeneration < deployment.generation) return sameTemplate
  return owned.find((one) => one.revision !== '' && one.revision === deployment.revision)
}

const endpointsOf = (memory: Memory, service: string): EndpointFacts[] | undefined => {
  const slices = [...memory.endpointSlices.values()].filter((one) => one.service === service)
  if (slices.length === 0) return undefined
  return slices.filter((one) => !memory.gone.has(one.uid)).flatMap((one) => one.endpoints)
}

const setsOf = (memory: Memory, deployment: string): ReplicaSetFacts[] =>
  [...memory.replicaSets.values()].filter(
    (one) => one.owner?.kind === 'Deployment' && one.owner.name === deployment,
  )

const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

type PodsBySet = () => ReadonlyMap<string, PodFacts[]>

const scopeOf = (memory: Memory, component: Component, podsBySet: PodsBySet): Scope => {
  const deployment = living(memory, memory.deployments, component.deployment)
  const sets = setsOf(memory, component.deployment)
  const replicaSet = findNewReplicaSet(
    deployment,
    sets.filter((one) => !memory.gone.has(one.uid)),
  )
  const podsOf = (isNew: boolean) => () =>
    sets
      .filter((set) => (set.uid === replicaSet?.uid) === isNew)
      .flatMap((set) => podsBySet().get(set.uid) ?? [])
  const newPods = once(podsOf(true))
  const oldPods = once(podsOf(false))
  const endpoints = once(() => endpointsOf(memory, component.service))
  return {
    component,
    deployment,
    replicaSet,
    sets,
    service: living(memory, memory.services, component.service),
    get newPods() {
      return newPods()
    },
    get oldPods() {
      return oldPods()
    },
    get endpoints() {
      return endpoints()
    },
  }
}

const groupPods = (memory: Memory): ReadonlyMap<string, PodFacts[]> => {
  const groups = new Map<string, PodFacts[]>()
  for (const pod of memory.pods.values()) {
    const owner = pod.owner?.uid ?? ''
    const siblings = groups.get(owner)
    if (siblings) siblings.push(pod)
    else groups.set(owner, [pod])
  }
  return groups
}

/** A pod whose ReplicaSet is not in the cache yet belongs to nobody. */
export const scopes = (memory: Memory, target: RolloutTarget): Scope[] => {
  const podsBySet = once(() => groupPods(memory))
  return target.components.map((component) => scopeOf(memory, component, podsBySet))
}

export const isLiving = (memory: Memory, pod: PodFacts): boolean => !memory.gone.has(pod.uid) && !isOver(pod)

const gathered = new WeakMap<Scope, PodFacts[]>()

/** New pods that are meant to stay; gathered once, since nearly everybody asks. */
export const activePods = (memory: Memory, scope: Scope): PodFacts[] => {
  const known = gathered.get(scope)
  if (known) return known
  const pods = scope.newPods.filter((pod) => isLiving(memory, pod) && pod.deletionAt === undefined)
  gathered.set(scope, pods)
  return pods
}
