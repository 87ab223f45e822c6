import { describe, expect, it } from 'vitest'
import { diagnose } from '../../src/diagnose/diagnose.ts'
import { findTarget } from '../../src/diagnose/find-target.ts'
import { type Snapshot, stateOf } from '../../src/rollout/collapse.ts'
import { readNodeRooms } from '../../src/rollout/nodes/node-room.ts'
import { reduce } from '../../src/rollout/reduce.ts'
import { at, deployment, type PodShape, pod, replicaSet } from '../rollout/objects.ts'

const now = at(600)

/** `shop-backend` becomes `shop-frontend` everywhere. */
const asFrontend = <T>(object: T): T =>
  JSON.parse(
    JSON.stringify(object)
      .replaceAll('backend', 'frontend')
      .replaceAll('"dep"', '"dep-f"')
      .replaceAll('rs-new', 'rs-new-f')
      .replaceAll('uid-', 'uid-f-')
      .replaceAll('"b-', '"f-'),
  ) as T

const service = {
  metadata: { name: 'shop-backend', uid: 'uid-svc', labels: { 'app.kubernetes.io/instance': 'shop' } },
  spec: { selector: { 'app.kubernetes.io/component': 'backend' }, ports: [{ port: 8000 }] },
} as Snapshot['Service'][number]

const slice = (uids: string[]) =>
  ({
    metadata: {
      name: 'shop-backend-x',
      uid: 'uid-slice',
      labels: { 'kubernetes.io/service-name': 'shop-backend' },
    },
    endpoints: uids.map((uid) => ({
      addresses: ['10.0.0.1'],
      conditions: { ready: true },
      targetRef: { kind: 'Pod', uid, name: uid.replace('uid-', '') },
    })),
  }) as unknown as Snapshot['EndpointSlice'][number]

const component = (shapes: PodShape[], replicas = 1) => {
  const ready = shapes.filter((shape) => shape.ready !== undefined).length
  return {
    Deployment: [deployment({ image: 'backend:2', replicas, updated: replicas, available: ready })],
    ReplicaSet: [replicaSet('new', 'backend:2', { replicas, have: shapes.length })],
    Pod: shapes.map((shape, index) => pod(`b-${index}`, shape)),
    Service: [service],
    EndpointSlice: [
      slice(shapes.flatMap((shape, index) => (shape.ready === undefined ? [] : [`uid-b-${index}`]))),
    ],
  }
}

const running: PodShape = { ready: 10, state: { running: { startedAt: 5 } } }
const refused: PodShape = { state: { running: { startedAt: 5 } } }
const crashing: PodShape = {
  state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s' } },
  last: { terminated: { exitCode: 1, at: 550 } },
  restarts: 6,
}
const unschedulable: PodShape = {
  unschedulable: { message: '0/1 nodes are available: 1 Insufficient cpu.', at: 0 },
  resources: { requests: { cpu: '64', memory: '64Mi' } },
}

const login = 'error: password authentication failed for user "shop" (28P01)'

type Look = { logs?: Record<string, string[]>; nodes?: boolean; events?: Snapshot['Event'] }

const look = (backend: PodShape[], frontend: PodShape[], { logs = {}, nodes, events = [] }: Look = {}) => {
  const back = component(backend, backend.length)
  const front = asFrontend(component(frontend, frontend.length))
  const snapshot = {
    ConfigMap: [],
    Secret: [],
    Event: events,
    Job: [],
    ...Object.fromEntries(
      (['Deployment', 'ReplicaSet', 'Pod', 'Service', 'EndpointSlice'] as const).map((kind) => [
        kind,
        [...back[kind], ...front[kind]],
      ]),
    ),
  } as unknown as Snapshot
  let state = stateOf(snapshot, findTarget(snapshot, 'shop', 'shop'), now)
  for (const [name, lines] of Object.entries(logs)) {
    const container = name.startsWith('f-') ? 'frontend' : 'backend'
    const previous = lines[0] === 'previous'
    state = reduce(state, { type: 'log', at: at(20), pod: name, container, previous, lines, attempt: 0 })
  }
  const node = {
    metadata: { name: 'node-1' },
    status: {
      allocatable: { cpu: '2', memory: '4Gi' },
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  } as never
  if (nodes) state = reduce(state, { type: 'nodes', at: now, rooms: readNodeRooms([node], [], 'shop') })
  return diagnose(state, { expected: [], releases: [] })
}

const classes = (found: ReturnType<typeof look>) => found.verdicts.map((one) => one.class)

describe('diagnose', () => {
  it('finds nothing wrong with what is healthy, even after restarts', () => {
    const before = { last: { terminated: { exitCode: 1, at: 4 } }, restarts: 2 }
    for (const backend of [running, { ...running, ...before }]) {
      expect(look([backend], [running])).toMatchObject({ status: 'healthy', verdicts: [], suspicions: [] })
    }
  })

  describe('a pod that is Ready between two ends', () => {
    const ended = (reason: string, exitCode: number): PodShape => ({
      ready: 590,
      state: { running: { startedAt: 588 } },
      last: { terminated: { exitCode, reason, at: 585, startedAt: 560 } },
      restarts: 3,
    })

    it('is suspected until it outlives the run before', () => {
      const found = look([ended('Error', 3)], [running])
      expect(found).toMatchObject({ status: 'unknown', verdicts: [] })
      expect(found.suspicions).toMatchObject([
        { class: 'dies-after-ready', message: expect.stringMatching(/3 restarts.*exit code 3 15 s ago/) },
      ])
      expect(
        look([{ ...ended('Error', 3), state: { running: { startedAt: 540 } } }], [running]),
      ).toMatchObject({
        status: 'healthy',
      })
    })

    it('is known to be killed by its liveness probe', () => {
      const killing = {
        metadata: { name: 'k', uid: 'k', resourceVersion: '9000' },
        involvedObject: { kind: 'Pod', name: 'b-0', uid: 'uid-b-0' },
        reason: 'Killing',
        message: 'Container backend failed liveness probe, will be restarted',
        count: 3,
      } as Snapshot['Event'][number]
      const found = look([ended('Error', 137)], [running], { events: [killing] })
      expect(found.status).toBe('ill')
      expect(classes(found)).toEqual(['probe-kill'])
    })
  })

  it('names the database, and the pods, the Service and the frontend as what follows', () => {
    const found = look([refused, crashing], [running], { logs: { 'b-0': [login], 'b-1': [login] } })
    expect(classes(found)).toEqual(['database-login'])
    expect(found.verdicts[0]!.effects.map((one) => one.object)).toEqual([
      'Service/shop-backend',
      'Deployment/shop-frontend',
    ])
    expect(found.verdicts[0]!.evidence).toContain('the same on 2 pods')
  })

  it('puts a frontend that crashes for want of its backend under the backend', () => {
    const logs = { 'f-0': ['Error: connect ECONNREFUSED shop-backend:8000'] }
    const found = look([crashing], [crashing], { logs })
    expect(classes(found)).toEqual(['crash-loop'])
    expect(found.verdicts[0]!.object.component).toBe('backend')
    expect(found.verdicts[0]!.effects.map((one) => one.object)).toContain('Pod/f-0')
  })

  it('leaves two crashes that have nothing to do with each other two', () => {
    const logs = { 'f-0': ['SyntaxError: Unexpected token'], 'b-0': ['Error: no settings'] }
    expect(classes(look([crashing], [crashing], { logs }))).toEqual(['crash-loop', 'crash-loop'])
  })

  it('does not call a single crash a verdict', () => {
    const found = look([{ ...crashing, restarts: 1 }], [running])
    expect(found).toMatchObject({ status: 'unknown', verdicts: [] })
    expect(found.suspicions.map((one) => one.class)).toEqual(['crash-loop'])
  })

  it('says per node why a pod does not fit', () => {
    const found = look([unschedulable], [running], { nodes: true })
    expect(classes(found)).toEqual(['unschedulable'])
    expect(found.verdicts[0]!.evidence).toEqual([
      'node node-1: cpu: asked for 64, the node can give no more than 2',
    ])
  })

  it('calls one shortage in two components one cause', () => {
    const found = look([unschedulable], [unschedulable])
    expect(classes(found)).toEqual(['unschedulable'])
    expect(found.verdicts[0]!.effects.map((one) => one.object)).toContain('Pod/f-0')
  })

  it('tells who still serves', () => {
    expect(look([running], [crashing]).state).toEqual([
      'frontend is not served: 0 of 1 pods ready, 0 endpoints',
      'backend is served: 1 of 1 pods ready, 1 endpoint',
    ])
  })
})
