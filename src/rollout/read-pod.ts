import type { V1Pod } from '@kubernetes/client-node'
import { type Placement, readPlacement } from './nodes/read-placement.ts'
import { type Condition, findCondition, readConditions } from './read-condition.ts'
import { type ContainerFacts, readContainer } from './read-container.ts'
import { type Metadata, readMetadata } from './read-metadata.ts'

export type PodFacts = Metadata & {
  node: string
  phase: string
  reason: string
  message: string
  hash: string
  graceSeconds: number
  scheduled: boolean
  /** Its template names the node, and nobody there has taken it up. */
  isUnclaimed: boolean
  ready: boolean
  conditions: Condition[]
  /** Init containers first, in the order in which they run. */
  containers: ContainerFacts[]
  /** Conditions that somebody else has to set before the pod counts as Ready. */
  readinessGates: string[]
  placement: Placement
  /** The sandbox could not run a process for it. */
  simulated: boolean
}

export const simulatedAnnotation = 'sandbox.k8sdeploy.dev/simulated'

const readContainers = (object: V1Pod): ContainerFacts[] => {
  const { spec, status } = object
  const inits = (spec?.initContainers ?? []).map((one) =>
    readContainer(
      one,
      status?.initContainerStatuses?.find((state) => state.name === one.name),
      true,
    ),
  )
  const mains = (spec?.containers ?? []).map((one) =>
    readContainer(
      one,
      status?.containerStatuses?.find((state) => state.name === one.name),
      false,
    ),
  )
  return [...inits, ...mains]
}

export const readPod = (object: V1Pod): PodFacts => {
  const metadata = readMetadata(object)
  const conditions = readConditions(object.status?.conditions)
  return {
    node: object.spec?.nodeName ?? '',
    phase: object.status?.phase ?? 'Pending',
    reason: object.status?.reason ?? '',
    message: object.status?.message ?? '',
    hash: metadata.labels['pod-template-hash'] ?? '',
    graceSeconds:
      object.metadata?.deletionGracePeriodSeconds ?? object.spec?.terminationGracePeriodSeconds ?? 30,
    scheduled: Boolean(object.spec?.nodeName) || findCondition(conditions, 'PodScheduled')?.status === 'True',
    isUnclaimed: Boolean(object.spec?.nodeName) && !findCondition(conditions, 'PodScheduled'),
    ready: findCondition(conditions, 'Ready')?.status === 'True' && metadata.deletionAt === undefined,
    conditions,
    containers: readContainers(object),
    readinessGates: (object.spec?.readinessGates ?? []).map((one) => one.conditionType),
    placement: readPlacement(object),
    simulated: metadata.annotations[simulatedAnnotation] === 'true',
    ...metadata,
  }
}
