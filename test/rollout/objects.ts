import type {
  CoreV1Event,
  V1Deployment,
  V1EndpointSlice,
  V1Pod,
  V1ReplicaSet,
  V1Service,
} from '@kubernetes/client-node'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import type { WatchedKind } from '../../src/rollout/kube.ts'
import type { RolloutTarget } from '../../src/rollout/state.ts'

/** API objects as the server sends them, small enough to read in a test. Times are seconds since `epoch`. */
export const epoch = Date.parse('2026-03-01T10:00:00Z')
export const at = (seconds: number): number => epoch + seconds * 1000
export const time = (seconds: number): Date => new Date(at(seconds)).toISOString() as unknown as Date

export const target: RolloutTarget = {
  namespace: 'shop',
  release: 'shop',
  components: [
    {
      role: 'backend',
      deployment: 'shop-backend',
      service: 'shop-backend',
      configMap: 'shop-backend-config',
      secret: 'shop-secrets',
    },
  ],
  timeoutSeconds: 120,
  soakSeconds: 5,
  until: 'complete',
}

const labels = (hash: string) => ({
  'app.kubernetes.io/instance': 'shop',
  'app.kubernetes.io/component': 'backend',
  'pod-template-hash': hash,
})

const template = (image: string) => ({
  metadata: { labels: { 'app.kubernetes.io/instance': 'shop', 'app.kubernetes.io/component': 'backend' } },
  spec: { containers: [{ name: 'backend', image }] },
})

let version = 100
const next = () => String(++version)

export type DeploymentShape = Partial<{
  generation: number
  observed: number
  image: string
  replicas: number
  updated: number
  available: number
  total: number
  revision: number
  paused: boolean
  progressing: { status: string; reason: string; message: string; at: number }
}>

export const deployment = (shape: DeploymentShape = {}): V1Deployment => {
  const replicas = shape.replicas ?? 1
  const generation = shape.generation ?? 1
  const available = shape.available ?? replicas
  return {
    metadata: {
      name: 'shop-backend',
      namespace: 'shop',
      uid: 'dep',
      resourceVersion: next(),
      generation,
      labels: { 'app.kubernetes.io/instance': 'shop' },
      annotations: { 'deployment.kubernetes.io/revision': String(shape.revision ?? generation) },
    },
    spec: {
      replicas,
      ...(shape.paused && { paused: true }),
      selector: { matchLabels: { 'app.kubernetes.io/instance': 'shop' } },
      template: template(shape.image ?? 'backend:1'),
    },
    status: {
      observedGeneration: shape.observed ?? generation,
      replicas: shape.total ?? replicas,
      updatedReplicas: shape.updated ?? replicas,
      readyReplicas: available,
      availableReplicas: available,
      conditions: shape.progressing
        ? [
            {
              type: 'Progressing',
              status: shape.progressing.status,
              reason: shape.progressing.reason,
              message: shape.progressing.message,
              lastUpdateTime: time(shape.progressing.at),
              lastTransitionTime: time(shape.progressing.at),
            },
          ]
        : [],
    },
  }
}

export const replicaSet = (
  hash: string,
  image: string,
  shape: Partial<{
    revision: number
    replicas: number
    have: number
    failure: { message: string; at: number }
  }> = {},
): V1ReplicaSet => ({
  metadata: {
    name: `shop-backend-${hash}`,
    namespace: 'shop',
    uid: `rs-${hash}`,
    resourceVersion: next(),
    labels: labels(hash),
    annotations: { 'deployment.kubernetes.io/revision': String(shape.revision ?? 1) },
    ownerReferences: [
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop-backend', uid: 'dep', controller: true },
    ],
  },
  spec: {
    replicas: shape.replicas ?? 1,
    selector: {},
    template: { ...template(image), metadata: { labels: labels(hash) } },
  },
  status: {
    replicas: shape.have ?? 1,
    conditions: shape.failure
      ? [
          {
            type: 'ReplicaFailure',
            status: 'True',
            reason: 'FailedCreate',
            message: shape.failure.message,
            lastTransitionTime: time(shape.failure.at),
          },
        ]
      : [],
  },
})

type Waiting = { waiting: { reason: string; message?: string } }
type Running = { running: { startedAt: number } }
export type Ended = {
  terminated: { exitCode: number; reason?: string; message?: string; at: number; startedAt?: number }
}

export type PodShape = Partial<{
  hash: string
  created: number
  scheduled: boolean
  unschedulable: { message: string; at: number }
  ready: number
  /** While the pod is not. */
  containersReady: boolean
  state: Waiting | Running | Ended
  last: Ended
  restarts: number
  started: boolean
  image: string
  deletionAt: number
  grace: number
  phase: string
  reason: string
  message: string
  probes: object
  resources: object
  init: { state: Waiting | Running | Ended; last?: Ended; restarts?: number; sidecar?: boolean }
  podLabels: Record<string, string>
  /** What the pod asks of its node: selector, tolerations, affinity … */
  spec: object
  node: string
  /** When its node threw it out. */
  thrownOutAt: number
  thrownOutFor: string
}>

const terminated = ({ terminated: one }: Ended) => ({
  terminated: {
    exitCode: one.exitCode,
    reason: one.reason ?? (one.exitCode === 0 ? 'Completed' : 'Error'),
    message: one.message,
    startedAt: time(one.startedAt ?? one.at - 1),
    finishedAt: time(one.at),
    containerID: `containerd://${one.at}`,
  },
})

const apiState = (state: Waiting | Running | Ended | undefined) => {
  if (!state) return { waiting: { reason: 'ContainerCreating' } }
  if ('running' in state) return { running: { startedAt: time(state.running.startedAt) } }
  return 'terminated' in state ? terminated(state) : state
}

/** There is none until a scheduler has looked at the pod. */
const scheduling = (shape: PodShape) => {
  if (shape.unschedulable)
    return [
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'Unschedulable',
        message: shape.unschedulable.message,
        lastTransitionTime: time(shape.unschedulable.at),
      },
    ]
  if (shape.scheduled === false) return []
  return [{ type: 'PodScheduled', status: 'True', lastTransitionTime: time(shape.created ?? 0) }]
}

const conditions = (shape: PodShape) => [
  ...scheduling(shape),
  {
    type: 'Ready',
    status: shape.ready === undefined ? 'False' : 'True',
    lastTransitionTime: time(shape.ready ?? shape.created ?? 0),
  },
  ...(shape.thrownOutAt === undefined
    ? []
    : [
        {
          type: 'DisruptionTarget',
          status: 'True',
          reason: 'TerminationByKubelet',
          message: shape.thrownOutFor,
          lastTransitionTime: time(shape.thrownOutAt),
        },
      ]),
]

export const pod = (name: string, shape: PodShape = {}): V1Pod => {
  const hash = shape.hash ?? 'new'
  const isScheduled = shape.scheduled !== false && !shape.unschedulable
  return {
    metadata: {
      name,
      namespace: 'shop',
      uid: `uid-${name}`,
      resourceVersion: next(),
      creationTimestamp: time(shape.created ?? 0),
      labels: { ...labels(hash), ...shape.podLabels },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: `shop-backend-${hash}`,
          uid: `rs-${hash}`,
          controller: true,
        },
      ],
      ...(shape.deletionAt !== undefined && {
        deletionTimestamp: time(shape.deletionAt),
        deletionGracePeriodSeconds: shape.grace ?? 30,
      }),
    },
    spec: {
      ...(isScheduled && { nodeName: shape.node ?? 'node-1' }),
      containers: [
        { name: 'backend', image: shape.image ?? 'backend:2', ...shape.probes, resources: shape.resources },
      ],
      ...(shape.init && {
        initContainers: [
          { name: 'setup', image: 'setup:1', ...(shape.init.sidecar && { restartPolicy: 'Always' }) },
        ],
      }),
      ...shape.spec,
    },
    status: {
      phase: shape.phase ?? (isScheduled ? 'Running' : 'Pending'),
      reason: shape.reason,
      message: shape.message,
      conditions: conditions(shape),
      containerStatuses: isScheduled
        ? [
            {
              name: 'backend',
              image: shape.image ?? 'backend:2',
              imageID: '',
              ready: shape.ready !== undefined || shape.containersReady === true,
              started: shape.started ?? shape.ready !== undefined,
              restartCount: shape.restarts ?? 0,
              state: apiState(shape.state),
              lastState: shape.last ? terminated(shape.last) : {},
            },
          ]
        : [],
      ...(shape.init && {
        initContainerStatuses: [
          {
            name: 'setup',
            image: 'setup:1',
            imageID: '',
            ready: false,
            restartCount: shape.init.restarts ?? 0,
            state: apiState(shape.init.state),
            lastState: shape.init.last ? terminated(shape.init.last) : {},
          },
        ],
      }),
    } as V1Pod['status'],
  }
}

export const readyPod = (name: string, readyAt: number, shape: PodShape = {}): V1Pod =>
  pod(name, {
    created: readyAt - 2,
    state: { running: { startedAt: readyAt - 1 } },
    ready: readyAt,
    ...shape,
  })

export const service = (
  selector: Record<string, string> = { 'app.kubernetes.io/component': 'backend' },
): V1Service => ({
  metadata: { name: 'shop-backend', namespace: 'shop', uid: 'svc', resourceVersion: next() },
  spec: { selector, ports: [{ port: 8000, targetPort: 8000 }] },
})

export const endpoints = (...pods: (string | { name: string; ready: boolean })[]): V1EndpointSlice => ({
  metadata: {
    name: 'shop-backend-abc',
    namespace: 'shop',
    uid: 'slice',
    resourceVersion: next(),
    labels: { 'kubernetes.io/service-name': 'shop-backend' },
  },
  addressType: 'IPv4',
  endpoints: pods.map((one) => {
    const { name, ready } = typeof one === 'string' ? { name: one, ready: true } : one
    return {
      addresses: ['10.0.0.1'],
      conditions: { ready },
      targetRef: { kind: 'Pod', name, uid: `uid-${name}` },
    }
  }),
})

export const kubeEvent = (
  pod: string,
  reason: string,
  message: string,
  shape: Partial<{ first: number; last: number; count: number; container: string }> = {},
): CoreV1Event => ({
  metadata: {
    name: `${pod}.${reason}`,
    namespace: 'shop',
    uid: `event-${pod}-${reason}-${message}`,
    resourceVersion: next(),
  },
  involvedObject: {
    kind: 'Pod',
    name: pod,
    uid: `uid-${pod}`,
    fieldPath: `spec.containers{${shape.container ?? 'backend'}}`,
  },
  reason,
  message,
  type: 'Warning',
  count: shape.count ?? 1,
  firstTimestamp: time(shape.first ?? 0),
  lastTimestamp: time(shape.last ?? shape.first ?? 0),
})

export const seen = (seconds: number, kind: WatchedKind, object: object): RolloutEvent =>
  ({ type: 'seen', at: at(seconds), kind, object }) as RolloutEvent
export const gone = (seconds: number, kind: WatchedKind, object: object): RolloutEvent =>
  ({ type: 'gone', at: at(seconds), kind, object }) as RolloutEvent
export const synced = (seconds: number): RolloutEvent[] =>
  (
    [
      'Deployment',
      'ReplicaSet',
      'Pod',
      'Service',
      'EndpointSlice',
      'Event',
      'Job',
      'ConfigMap',
      'Secret',
    ] as const
  ).map((kind) => ({ type: 'synced', at: at(seconds), kind }))
export const tick = (seconds: number): RolloutEvent => ({ type: 'tick', at: at(seconds) })
export const ticks = (from: number, to: number): RolloutEvent[] =>
  Array.from({ length: to - from + 1 }, (_, index) => tick(from + index))
export const released = (seconds: number, generation = 2): RolloutEvent => ({
  type: 'released',
  at: at(seconds),
  revision: 2,
  generations: { 'shop-backend': generation },
})
