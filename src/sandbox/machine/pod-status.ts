import { findCondition, withCondition } from '../controllers/conditions.ts'
import type {
  Condition,
  Container,
  ContainerState,
  ContainerStatus,
  Pod,
  PodStatus,
} from '../controllers/objects.ts'

/** What the machine knows of one container; the status is drawn from it. */
export type ContainerRecord = {
  container: Container
  isInit: boolean
  state: ContainerState
  lastState: ContainerState
  ready: boolean
  started: boolean
  restartCount: number
  containerID?: string
  imageID?: string
}

export type PodFacts = { podIP: string; startTime: string; hasSandbox: boolean; records: ContainerRecord[] }

export const newRecord = (container: Container, isInit: boolean, reason: string): ContainerRecord => ({
  container,
  isInit,
  state: { waiting: { reason } },
  lastState: {},
  ready: false,
  started: false,
  restartCount: 0,
})

/** The pod's status as a kubelet writes it. */
export function podStatus(pod: Pod, { podIP, startTime, hasSandbox, records }: PodFacts): PodStatus {
  const phase = phaseOf(pod, records)
  const mains = records.filter((one) => !one.isInit)
  const inits = records.filter((one) => one.isInit)
  return {
    ...pod.status,
    phase,
    conditions: conditions(pod, phase, hasSandbox, records),
    hostIP: '127.0.0.1',
    hostIPs: [{ ip: '127.0.0.1' }],
    ...(hasSandbox ? { podIP, podIPs: [{ ip: podIP }] } : {}),
    startTime,
    ...(inits.length > 0 ? { initContainerStatuses: inits.map(containerStatus) } : {}),
    containerStatuses: mains.map(containerStatus),
  } as PodStatus
}

function containerStatus(record: ContainerRecord): ContainerStatus {
  const { container, state, lastState, ready, started, restartCount, imageID = '', containerID } = record
  return {
    ...(containerID ? { containerID } : {}),
    image: container.image,
    imageID,
    lastState,
    name: container.name,
    ready: record.isInit ? state.terminated?.exitCode === 0 : ready,
    restartCount,
    started,
    state,
  }
}

export const hasEndedWell = ({ state }: ContainerRecord): boolean => state.terminated?.exitCode === 0

function phaseOf(pod: Pod, records: ContainerRecord[]): NonNullable<PodStatus['phase']> {
  const policy = pod.spec.restartPolicy ?? 'Always'
  const inits = records.filter((one) => one.isInit)
  if (policy === 'Never' && inits.some(({ state }) => state.terminated && state.terminated.exitCode !== 0))
    return 'Failed'
  if (!inits.every(hasEndedWell)) return 'Pending'
  const mains = records.filter((one) => !one.isInit)
  if (mains.some(({ state, lastState }) => state.waiting && !lastState.terminated)) return 'Pending'
  if (mains.some(({ state }) => !state.terminated) || policy === 'Always') return 'Running'
  if (mains.every(hasEndedWell)) return 'Succeeded'
  return policy === 'Never' ? 'Failed' : 'Running'
}

function conditions(pod: Pod, phase: string, hasSandbox: boolean, records: ContainerRecord[]): Condition[] {
  const isOver = phase === 'Succeeded' || phase === 'Failed'
  const waitingInits = records.filter((one) => one.isInit && !hasEndedWell(one)).map(nameOf)
  const unready = records.filter((one) => !one.isInit && !one.ready).map(nameOf)
  const initialized = unmet(waitingInits, 'ContainersNotInitialized', 'containers with incomplete status')
  const over = { status: 'False' as const, reason: phase === 'Failed' ? 'PodFailed' : 'PodCompleted' }
  const ready = isOver ? over : unmet(unready, 'ContainersNotReady', 'containers with unready status')
  const wanted: Condition[] = [
    { type: 'PodReadyToStartContainers', status: hasSandbox && !isOver ? 'True' : 'False' },
    {
      type: 'Initialized',
      ...(phase === 'Succeeded' ? { status: 'True' as const, reason: 'PodCompleted' } : initialized),
    },
    { type: 'Ready', ...ready },
    { type: 'ContainersReady', ...ready },
  ]
  const known = (pod.status?.conditions ?? []).filter((one) => one.type !== 'PodScheduled')
  const scheduled = findCondition(pod.status?.conditions, 'PodScheduled')
  const stamped = wanted.map((one) => ({
    ...one,
    lastProbeTime: null,
    observedGeneration: pod.metadata.generation ?? 1,
  }))
  const kubelets = stamped.reduce<Condition[]>(withCondition, known)
  return scheduled ? [...kubelets, scheduled] : kubelets
}

const nameOf = ({ container }: ContainerRecord): string => container.name

function unmet(
  names: string[],
  reason: string,
  words: string,
): Pick<Condition, 'status' | 'reason' | 'message'> {
  return names.length === 0
    ? { status: 'True' }
    : { status: 'False', reason, message: `${words}: [${names.join(' ')}]` }
}
