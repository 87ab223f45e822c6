import type { V1Pod } from '@kubernetes/client-node'
import { describe, expect, it } from 'vitest'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import { fold } from './fold.ts'
import { keepsLooking, lodger, looks, type NodeShape, node } from './node-objects.ts'
import { at, type PodShape, pod, readyPod, replicaSet, seen, time } from './objects.ts'
import { playedWithTicks } from './replaying.ts'
import { baseline, crashes, hears, newTemplate, oldGone, sees, takesOver } from './story.ts'

const usual = [...baseline(), ...newTemplate()]
const asks = (cpu: string, spec: object = {}): PodShape => ({ spec, resources: { requests: { cpu } } })
const waits = (shape: PodShape = asks('100m'), message = '0/1 nodes are available'): RolloutEvent =>
  sees(2, { ...shape, unschedulable: { message, at: 2 } })
const ssd = { nodeSelector: { disk: 'ssd' } }
const affinity = (operator: string, ...values: string[]) => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator, values }] }],
      },
    },
  },
})
const beside = (app: string) => ({
  affinity: {
    podAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { topologyKey: 'host', labelSelector: { matchLabels: { app } } },
      ],
    },
  },
})
/** Of whatever release. */
const redis = (where: string): V1Pod => {
  const { metadata, ...rest } = lodger('10m', where)
  return { ...rest, metadata: { ...metadata, name: 'redis', namespace: 'shop', labels: { app: 'redis' } } }
}
const gpuTaint = { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }
const claim = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'shop-data' } }] }
const claimIs = (second: number, exists: boolean): RolloutEvent => ({
  type: 'confirmed',
  at: at(second),
  kind: 'PersistentVolumeClaim',
  name: 'shop-data',
  exists,
})
const oneAtATime =
  '0/1 nodes are available: 1 node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod.'
const claimSays = (reason: string, message: string, second = 3): RolloutEvent =>
  seen(second, 'Event', {
    metadata: { name: 'e', uid: `e-${reason}`, resourceVersion: '9000' },
    involvedObject: { kind: 'PersistentVolumeClaim', name: 'shop-data', uid: 'pvc' },
    reason,
    message,
    count: 2,
    lastTimestamp: time(second),
  })
const portOf = (hostPort: number) => ({
  containers: [{ name: 'backend', ports: [{ containerPort: 1, hostPort }] }],
})
const apart = {
  affinity: {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        {
          topologyKey: 'host',
          labelSelector: { matchLabels: { 'app.kubernetes.io/component': 'backend' } },
        },
      ],
    },
  },
}
const oldPod = (shape: PodShape): RolloutEvent =>
  seen(1, 'Pod', readyPod('old-1', 0, { hash: 'old', ...shape }))

/** Another new pod, which is Ready. */
const twin = (second: number, shape: PodShape): RolloutEvent =>
  seen(second, 'Pod', readyPod('new-2', second, shape))

const settled = (events: RolloutEvent[], until: number) =>
  fold(playedWithTicks(events, until), { timeoutSeconds: 600 })

type Row = {
  name: string
  nodes?: NodeShape[]
  pods?: V1Pod[]
  events: RolloutEvent[]
  after: number
  by: number
  says: RegExp
}

const hopeless: Row[] = [
  {
    name: 'more than any node can give',
    nodes: [{}, { name: 'node-2', cpu: '4' }],
    events: [waits(asks('64'))],
    after: 16,
    by: 17,
    says: /node-1: cpu: asked for 64, the node can give no more than 2 · node-2: .* than 4/,
  },
  {
    name: 'a device that no node has',
    events: [waits({ resources: { requests: { 'example.com/gpu': '1' } } })],
    after: 16,
    by: 17,
    says: /example.com\/gpu: asked for 1, the node can give no more than 0/,
  },
  {
    name: 'a selector that no node meets',
    events: [waits(asks('100m', ssd))],
    after: 46,
    by: 47,
    says: /no label disk=ssd/,
  },
  {
    name: 'pods that are spread by a label that no node has',
    events: [
      waits(
        asks('100m', {
          topologySpreadConstraints: [
            { maxSkew: 1, topologyKey: 'topology.example/zone', whenUnsatisfiable: 'DoNotSchedule' },
          ],
        }),
      ),
    ],
    after: 46,
    by: 47,
    says: /no label topology\.example\/zone, which its topologySpreadConstraints spread by/,
  },
  {
    name: 'an affinity that no node meets',
    nodes: [{ labels: { zone: 'b' } }],
    events: [waits(asks('100m', affinity('In', 'a')))],
    after: 46,
    by: 47,
    says: /affinity asks for zone=a/,
  },
  {
    name: 'an affinity to a pod that nobody runs',
    nodes: [{ labels: { host: 'a' } }],
    events: [waits(asks('100m', beside('redis')))],
    after: 46,
    by: 47,
    says: /affinity asks for a pod with app=redis beside it, and there is none/,
  },
  {
    name: 'an affinity to a pod that runs where it may not go',
    nodes: [{ labels: { host: 'a' } }, { name: 'node-2', labels: { host: 'b' }, taints: [gpuTaint] }],
    pods: [redis('node-2')],
    events: [waits(asks('100m', beside('redis')))],
    after: 46,
    by: 47,
    says: /node-1: its affinity asks for a pod with app=redis beside it, and there is none · node-2: taint/,
  },
  {
    name: 'a node that the template names, and that is not there',
    events: [sees(2, { scheduled: false, spec: { nodeName: 'worker-9' } })],
    after: 20,
    by: 21,
    says: /names the node worker-9 itself, which does not exist/,
  },
  {
    name: 'a taint that it does not tolerate',
    nodes: [{ taints: [gpuTaint] }],
    events: [waits()],
    after: 46,
    by: 47,
    says: /taint dedicated=gpu:NoSchedule/,
  },
  {
    name: 'a claim that does not exist',
    events: [waits(asks('100m', claim), 'persistentvolumeclaim "shop-data" not found'), claimIs(3, false)],
    after: 11,
    by: 12,
    says: /volume claim shop-data does not exist/,
  },
  {
    name: 'a volume on a node that is not there any more',
    nodes: [{}, { name: 'node-2', taints: [gpuTaint] }],
    events: [
      waits(
        asks('100m', claim),
        "0/2 nodes are available: 1 node(s) didn't match PersistentVolume's node affinity, 1 node(s) had untolerated taint(s).",
      ),
    ],
    after: 46,
    by: 47,
    says: /node-1: the volume of its claim is on another node · node-2: taint/,
  },
  {
    name: 'a claim whose class does not exist',
    events: [
      waits(asks('100m', claim), 'pod has unbound immediate PersistentVolumeClaims'),
      claimSays('ProvisioningFailed', 'storageclass.storage.k8s.io "fast" not found'),
    ],
    after: 16,
    by: 17,
    says: /StorageClass fast, which does not exist/,
  },
  {
    name: 'room that its own predecessor keeps until it is Ready',
    events: [oldPod(asks('1500m')), waits(asks('1500m'))],
    after: 16,
    by: 17,
    says: /old-1 keeps 1.5 of it until this pod is Ready/,
  },
  {
    name: 'a port that its own predecessor holds until it is Ready',
    events: [oldPod({ spec: portOf(80) }), waits({ spec: portOf(80) })],
    after: 16,
    by: 17,
    says: /port 80 is held by .* until this pod is Ready/,
  },
  {
    name: 'an anti-affinity with its own predecessor',
    nodes: [{ labels: { host: 'one' } }],
    events: [oldPod({}), waits({ spec: apart })],
    after: 16,
    by: 17,
    says: /anti-affinity keeps it away from old-1, which stays until this pod is Ready/,
  },
  {
    name: 'a claim for one pod at a time that the old pod has',
    events: [
      claimSays('WaitForFirstConsumer', 'waiting for first consumer to be created before binding'),
      claimSays('ProvisioningSucceeded', 'Successfully provisioned volume pv-1', 4),
      oldPod({ spec: claim }),
      waits(asks('100m', claim), oneAtATime),
    ],
    after: 16,
    by: 17,
    says: /its volume claim shop-data is ReadWriteOncePod, and old-1 has it until this pod is Ready$/,
  },
  {
    name: 'a twin that is Ready and stays, where none may be beside it',
    nodes: [{ labels: { host: 'a' } }],
    events: [oldGone(1), twin(3, asks('100m')), waits(asks('100m', apart))],
    after: 16,
    by: 17,
    says: /anti-affinity keeps it away from new-2, which stays$/,
  },
  {
    name: 'a twin that is Ready and stays, where there is room for one',
    events: [oldGone(1), twin(3, asks('1500m')), waits(asks('1500m'))],
    after: 16,
    by: 17,
    says: /500m of 2 is free, and new-2 keeps 1.5 of it$/,
  },
]

/** The pod of the shape as the API server lists it among all pods. */
const listed = (events: RolloutEvent[]) =>
  events.flatMap((event) => (event.type === 'seen' && event.kind === 'Pod' ? [event.object] : []))

const withLooks = ({ nodes = [{}], pods = [], events, by }: Row) => [
  ...usual,
  ...events,
  ...keepsLooking(3, by, nodes.map(node), [...pods, ...listed(events)]),
]

describe('a pod that no node will ever take', () => {
  it.each(hopeless)('$name', (row) => {
    const events = withLooks(row)
    expect(settled(events, row.after).phase).toBe('progressing')
    const { phase, verdict } = settled(events, row.by)
    expect(phase).toBe('failed')
    expect(verdict).toMatchObject({ class: 'unschedulable', object: { kind: 'Pod', name: 'new-1' } })
    expect(verdict!.message).toMatch(row.says)
  })
})

const joins = (second: number) => [...takesOver(second), oldGone(second + 2)]
type Patient = {
  name: string
  nodes?: NodeShape[]
  pods?: ReturnType<typeof lodger>[]
  events: RolloutEvent[]
  says?: RegExp
}

const patient: Patient[] = [
  {
    name: 'a node that is full of others',
    pods: [lodger('1700m')],
    events: [waits(asks('1500m'), '0/1 nodes are available: 1 Insufficient cpu.')],
  },
  { name: 'a node that is cordoned', nodes: [{ cordoned: true }], events: [waits()] },
  {
    name: 'a node that is drained while a too small one stays',
    nodes: [{ cordoned: true }, { name: 'small', cpu: '50m' }],
    events: [waits()],
  },
  { name: 'a node that is about to be Ready', nodes: [{ lostAt: 0 }], events: [waits()] },
  {
    name: 'a taint that an upgrade puts on for a while',
    nodes: [{ taints: [{ key: 'node.kubernetes.io/disk-pressure', effect: 'NoSchedule' }] }],
    events: [waits()],
  },
  {
    name: 'an autoscaler at work',
    events: [waits(asks('64')), hears(4, 'TriggeredScaleUp', 'pod triggered scale-up')],
  },
  {
    name: 'nodes that are being exchanged',
    nodes: [{ name: 'node-2', labels: { disk: 'hdd' } }],
    events: [waits(asks('100m', ssd))],
  },
  { name: 'no node at all', nodes: [], events: [waits()] },
  {
    name: 'a volume that is being made',
    events: [
      waits(asks('100m', claim), 'pod has unbound immediate PersistentVolumeClaims'),
      claimSays('ExternalProvisioning', 'Waiting for a volume to be created by the external provisioner'),
    ],
  },
  {
    name: 'a volume that is to be made where the scheduler has chosen a node',
    events: [
      sees(2, { scheduled: false, spec: claim }),
      claimSays('ExternalProvisioning', 'Waiting for a volume to be created by the external provisioner'),
    ],
    says: /its volume claim shop-data has no volume yet: Waiting for a volume/,
  },
  {
    name: 'a claim for one pod at a time that the old pod gives up, in its own time',
    events: [oldPod({ spec: claim, deletionAt: 300, grace: 298 }), waits(asks('100m', claim), oneAtATime)],
    says: /is ReadWriteOncePod, and old-1 has it$/,
  },
  {
    name: 'a claim that is bound, whatever was said before its volume was made',
    events: [
      claimSays('WaitForFirstConsumer', 'waiting for first consumer to be created before binding'),
      claimSays('ProvisioningSucceeded', 'Successfully provisioned volume pv-1', 4),
      waits(
        asks('100m', claim),
        '0/1 nodes are available: 1 node(s) had trouble with a PersistentVolumeClaim',
      ),
    ],
    says: /trouble with a PersistentVolumeClaim/,
  },
  {
    name: 'a twin that is Ready, and an old pod that leaves once that is available',
    nodes: [{ labels: { host: 'a' } }],
    events: [oldPod(asks('100m')), twin(3, asks('100m')), waits(asks('100m', apart))],
  },
  {
    name: 'a twin that is Ready, and a node that is full of others',
    pods: [lodger('1700m')],
    events: [oldGone(1), twin(3, asks('100m')), waits(asks('1500m'), '0/1 nodes are available')],
  },
  {
    name: 'room that comes once a sibling is Ready',
    events: [
      seen(1, 'ReplicaSet', replicaSet('new', 'backend:2', { revision: 2, replicas: 2 })),
      oldPod(asks('1500m')),
      seen(2, 'Pod', {
        ...listed([sees(2, asks('300m'))])[0]!,
        metadata: { ...listed([sees(2, {})])[0]!.metadata, name: 'new-2', uid: 'uid-new-2' },
      }),
      waits(asks('1500m')),
    ],
  },
]

describe('a pod that waits for its node', () => {
  it.each(patient)(
    '$name: never judged before the deadline, and named then',
    ({ nodes, pods = [], events, says = /./ }) => {
      const all = [
        ...usual,
        ...events,
        ...keepsLooking(3, 115, (nodes ?? [{}]).map(node), [...pods, ...listed(events)]),
      ]
      expect(settled(all, 110).phase).toBe('progressing')
      const late = fold(playedWithTicks(all, 110), { timeoutSeconds: 100 })
      expect(late).toMatchObject({ phase: 'timed-out', verdict: { class: 'unschedulable' } })
      expect(late.verdict?.message).toMatch(says)
    },
  )

  it('tells what each node has left', () => {
    const events = [waits(asks('1500m')), ...keepsLooking(3, 23, [node()], [lodger('1700m')])]
    const { warnings } = settled([...usual, ...events], 20)
    expect(warnings[0]).toMatch(/node-1: cpu: asked for 1.5, 300m of 2 is free/)
  })

  it('runs where a node with its label joins after 30 s', () => {
    const events = [
      ...usual,
      waits(asks('100m', ssd)),
      ...keepsLooking(3, 33, [node()]),
      looks(34, [node(), node({ name: 'node-2', labels: { disk: 'ssd' } })]),
      ...joins(40),
    ]
    expect(settled(events, 60).phase).toBe('complete')
  })

  it('may yet run beside one of its release that waits for a node too', () => {
    const nodes = [node({ labels: { host: 'a' } })]
    const companion = pod('companion', { podLabels: { app: 'redis' }, unschedulable: { message: '', at: 2 } })
    const events = [...usual, waits(asks('100m', beside('redis'))), ...keepsLooking(3, 63, nodes)]
    expect(settled(events, 60).phase).toBe('failed')
    expect(settled([...events, seen(2, 'Pod', companion)], 60).phase).toBe('progressing')
  })

  it('runs beside the pod that comes after 30 s', () => {
    const shape = asks('100m', beside('redis'))
    const events = [
      ...usual,
      waits(shape),
      ...keepsLooking(3, 33, [node({ labels: { host: 'a' } })]),
      ...keepsLooking(43, 63, [node({ labels: { host: 'a' } })], [redis('node-1')]),
      ...joins(60),
    ]
    expect(settled(events, 80).phase).toBe('complete')
  })

  it('tells of the node that it names itself, where nobody may look at the nodes', () => {
    const named = sees(2, { scheduled: false, spec: { nodeName: 'worker-9' } })
    const { phase, verdict } = fold(playedWithTicks([...usual, named], 60), { timeoutSeconds: 50 })
    expect([phase, verdict?.class]).toEqual(['timed-out', 'unschedulable'])
    expect(verdict?.message).toMatch(/names the node worker-9 itself, and nobody there takes it up/)
  })

  it('waits for the silent node that it names itself', () => {
    const named = sees(2, { scheduled: false, spec: { nodeName: 'node-1' } })
    const events = [...usual, named, ...keepsLooking(7, 57, [node({ lostAt: 1 })])]
    const { phase, verdict } = fold(playedWithTicks(events, 60), { timeoutSeconds: 50 })
    expect([phase, verdict?.class]).toEqual(['timed-out', 'node-lost'])
  })

  it('runs on the node that it names itself', () => {
    const named = { spec: { nodeName: 'node-1' } }
    const events = [...usual, sees(2, { scheduled: false, ...named }), looks(7, [node()]), ...joins(25)]
    expect(settled(events, 45).phase).toBe('complete')
  })

  it('asks soon for the nodes where nobody on the named one speaks', async () => {
    const { wantedNodes } = await import('../../src/rollout/wanted-nodes.ts')
    const named = sees(2, { scheduled: false, spec: { nodeName: 'worker-9' } })
    expect(wantedNodes(settled([...usual, named], 3))).toBeUndefined()
    expect(wantedNodes(settled([...usual, named], 4))).toBeDefined()
  })

  it('asks for the nodes to be seen again and again', async () => {
    const { wantedNodes } = await import('../../src/rollout/wanted-nodes.ts')
    const before = settled([...usual, waits()], 3)
    expect(wantedNodes(before)).toEqual({ key: 'nodes after none', withPods: true })
    expect(wantedNodes(settled([...usual, waits(), looks(4, [node()])], 9))).toBeUndefined()
    expect(wantedNodes(settled([...usual, waits(), looks(4, [node()])], 14))).toBeDefined()
  })
})

const silent = [node({ lostAt: 20 })]
const runs: PodShape = { state: { running: { startedAt: 2 } }, started: true }

describe('a pod that waits for its node, beside one that crashes', () => {
  it('is no excuse for it', () => {
    const events = [
      ...usual,
      seen(2, 'Pod', pod('new-2', { ...asks('1500m'), unschedulable: { message: '0/1 nodes', at: 2 } })),
      ...crashes([1, 1], 'Error', 'Error: API_KEY is not set'),
      ...keepsLooking(3, 20, [node()], [lodger('1700m')]),
    ]
    const { phase, verdict } = settled(events, 10)
    expect(phase).toBe('failed')
    expect(verdict).toMatchObject({ class: 'crash-loop', object: { name: 'new-1' } })
  })
})

describe('a node that falls silent', () => {
  it('is named instead of the app on it, once time is up', () => {
    const events = [
      ...usual,
      sees(2, runs),
      hears(4, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 500', { last: 19 }),
      hears(60, 'NodeNotReady', 'Node is not ready'),
      ...keepsLooking(61, 205, silent),
    ]
    expect(settled(events, 59).phase).toBe('progressing')
    const { phase, verdict } = fold(playedWithTicks(events, 201), { timeoutSeconds: 200 })
    expect(phase).toBe('timed-out')
    expect(verdict).toMatchObject({ class: 'node-lost', object: { kind: 'Node', name: 'node-1' } })
    expect(verdict!.message).toMatch(/node node-1 is not Ready for \d+ s .*new-1 waits for it/)
  })

  it('explains an old pod that cannot end', () => {
    const events = [
      ...usual,
      ...takesOver(5, { node: 'node-2' }),
      seen(6, 'Pod', readyPod('old-1', 0, { hash: 'old', deletionAt: 30, grace: 20 })),
      ...keepsLooking(36, 125, [...silent, node({ name: 'node-2' })]),
    ]
    const { phase, verdict } = fold(playedWithTicks(events, 121), { timeoutSeconds: 120 })
    expect(phase).toBe('timed-out')
    expect(verdict!.message).toMatch(/old-1 cannot end without it/)
  })

  it('is forgiven when it comes back', () => {
    const events = [
      ...usual,
      sees(2, runs),
      hears(60, 'NodeNotReady', 'Node is not ready'),
      ...keepsLooking(61, 81, silent),
      looks(91, [node()]),
      ...joins(92),
    ]
    expect(settled(events, 110).phase).toBe('complete')
  })
})

describe('a node that throws its pods out', () => {
  const lost = (name: string, created: number, thrownOutAt: number): RolloutEvent =>
    seen(thrownOutAt, 'Pod', pod(name, { created, thrownOutAt, phase: 'Failed', reason: 'Terminated' }))

  it('may do so to all of them at once, when it shuts down', () => {
    const events = [...usual, lost('a', 2, 10), lost('b', 2, 10), lost('c', 4, 11)]
    expect(settled(events, 30).phase).toBe('progressing')
    expect(settled([...events, ...joins(40)], 60).phase).toBe('complete')
  })

  it('condemns the rollout when it does so again and again', () => {
    const { verdict } = settled([...usual, lost('a', 2, 10), lost('b', 10, 20), lost('c', 21, 29)], 30)
    expect(verdict).toMatchObject({ class: 'evicted', count: 3 })
  })
})
