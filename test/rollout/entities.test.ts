import { describe, expect, it } from 'vitest'
import type { ReleaseRecord } from '../../src/ports.ts'
import type { Entity, EntityKind } from '../../src/report.ts'
import { diagnoseNow, type Snapshot, stateOf, targetOf } from '../../src/rollout/collapse.ts'
import type { Facts } from '../../src/rollout/entities/facts.ts'
import { readEntities } from '../../src/rollout/entities/read-entities.ts'
import { at, endpoints, pod, replicaSet, service, time } from './objects.ts'

const secure = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
}
const resources = { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '500m', memory: '128Mi' } }
const annotations = { 'checksum/config': 'c1', 'checksum/secret': 's1' }
const labels = { 'app.kubernetes.io/instance': 'shop', 'app.kubernetes.io/component': 'backend' }

const container = {
  name: 'backend',
  image: 'backend:1',
  ports: [{ name: 'http', containerPort: 8000 }],
  resources,
  securityContext: secure,
  envFrom: [{ configMapRef: { name: 'shop-backend-config' } }],
  env: [{ name: 'DATABASE_URL', valueFrom: { secretKeyRef: { name: 'shop-secrets', key: 'DATABASE_URL' } } }],
}
const template = { metadata: { labels, annotations }, spec: { containers: [container] } }

const running = () => {
  const one = pod('b-1', {
    hash: 'h',
    created: 0,
    ready: 3,
    state: { running: { startedAt: 2 } },
    image: 'backend:1',
  })
  one.metadata!.annotations = annotations
  return one
}

const snapshotOf = (): Snapshot => {
  const set = replicaSet('h', 'backend:1')
  set.spec!.template = {
    ...template,
    metadata: { ...template.metadata, labels: { ...labels, 'pod-template-hash': 'h' } },
  } as never
  return {
    Deployment: [
      {
        metadata: {
          name: 'shop-backend',
          uid: 'dep',
          resourceVersion: '5',
          generation: 1,
          annotations: { 'deployment.kubernetes.io/revision': '1' },
        },
        spec: { replicas: 1, selector: { matchLabels: labels }, template },
        status: {
          observedGeneration: 1,
          replicas: 1,
          updatedReplicas: 1,
          readyReplicas: 1,
          availableReplicas: 1,
        },
      } as Snapshot['Deployment'][number],
    ],
    ReplicaSet: [set],
    Pod: [running()],
    Service: [
      { ...service(labels), spec: { selector: labels, ports: [{ port: 80, targetPort: 'http' as never }] } },
    ],
    EndpointSlice: [endpoints('b-1')],
    ConfigMap: [
      {
        metadata: {
          name: 'shop-backend-config',
          uid: 'cm',
          resourceVersion: '6',
          creationTimestamp: time(0),
        },
        data: { LOG_LEVEL: 'info' },
      },
    ],
    Secret: [
      {
        metadata: { name: 'shop-secrets', uid: 'sec', resourceVersion: '7', creationTimestamp: time(0) },
        data: { DATABASE_URL: 'hmac:abc' },
      },
    ],
    Event: [],
    Job: [],
  }
}

const record: ReleaseRecord = {
  name: 'shop',
  namespace: 'shop',
  revision: 1,
  status: 'deployed',
  updated: '2026-03-01T10:00:00Z',
  description: 'Install complete',
  chart: { name: 'shop', version: '0.1.0', appVersion: '1', values: { backend: { replicas: 1, resources } } },
  config: { backend: { image: { tag: '1' } } },
  manifest:
    '---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: shop-backend-config\ndata:\n  "LOG_LEVEL": "info"\n',
}

const facts: Facts = {
  release: 'shop',
  namespace: 'shop',
  releases: [record],
  urls: [],
  database: {
    ok: true,
    host: 'ep.neon.tech',
    pooled: true,
    steps: [{ step: 'parse', ok: true, detail: 'postgresql', milliseconds: 0 }],
  },
  chartProblems: [],
  secretChecksum: 's1',
  now: at(60),
}

const find = (entities: Entity[], kind: EntityKind): Entity =>
  entities.find((one) => one.kind === kind && one.component !== 'frontend')!

const broken = (snapshot: Snapshot, over: Partial<Facts> = {}): string[] =>
  readEntities(snapshot, { ...facts, ...over })
    .filter((one) => one.component !== 'frontend')
    .flatMap((one) =>
      one.rules.filter((rule) => rule.holds === false).map((rule) => `${one.kind} ${rule.id}`),
    )

describe('the eight entities', () => {
  it('are all there, healthy', () => {
    const entities = readEntities(snapshotOf(), facts)
    expect(new Set(entities.map((one) => one.kind)).size).toBe(8)
    expect(broken(snapshotOf())).toEqual([])
    const states = (
      ['BackendService', 'Deployment', 'Service', 'ConfigMap', 'Secret', 'HelmChart', 'HelmValues'] as const
    ).map((kind) => find(entities, kind).state)
    expect(states).toEqual([
      'Running',
      'Active',
      'Available',
      'Created',
      'Created',
      'Installation',
      'Applied',
    ])
  })

  it('never show a value of a Secret', () => {
    expect(JSON.stringify(readEntities(snapshotOf(), facts))).not.toContain('hmac:abc')
  })

  const mutations: [string, (snapshot: Snapshot) => void, string[]][] = [
    [
      'no limits',
      (one) =>
        void delete (one.Deployment[0]!.spec!.template.spec!.containers[0] as { resources?: object })
          .resources,
      ['Deployment resources-set', 'HelmValues values-applied'],
    ],
    [
      'a privileged container',
      (one) => {
        one.Deployment[0]!.spec!.template.spec!.containers[0]!.securityContext = { privileged: true }
      },
      ['Deployment pod-security-restricted'],
    ],
    [
      'an endpoint of a stranger',
      (one) => {
        one.EndpointSlice = [endpoints('b-1', 'stranger')]
      },
      ['Service endpoints-are-ready-pods'],
    ],
    [
      'no endpoint',
      (one) => void one.EndpointSlice.splice(0, 1, endpoints()),
      ['Service endpoints-are-ready-pods'],
    ],
    [
      'a port that nobody opens',
      (one) => {
        one.Service[0]!.spec!.ports = [{ port: 80, targetPort: 9 as never }]
      },
      ['BackendService port-exposed', 'Service ports-match'],
    ],
    [
      'an edited ConfigMap',
      (one) => {
        one.ConfigMap[0]!.data = { LOG_LEVEL: 'debug' }
      },
      ['ConfigMap pods-run-current-config'],
    ],
    [
      'a pod with an older config',
      (one) => {
        one.Pod[0]!.metadata!.annotations = { ...annotations, 'checksum/config': 'c0' }
      },
      ['ConfigMap pods-run-current-config'],
    ],
    ['a missing Secret', (one) => void one.Secret.pop(), ['Secret exists']],
    [
      'a pod too few, as when somebody scales it',
      (one) => {
        one.Deployment[0]!.spec!.replicas = 2
      },
      ['BackendService pods-ready'],
    ],
    [
      'no replicas, where some were released',
      (one) => {
        one.Deployment[0]!.spec!.replicas = 0
      },
      ['BackendService pods-ready', 'HelmValues values-applied'],
    ],
  ]
  it.each(mutations)('%s breaks its rule', (_, mutate, expected) => {
    const snapshot = structuredClone(snapshotOf())
    mutate(snapshot)
    expect(broken(snapshot)).toEqual(expected)
  })

  it.each<[string, Partial<Facts>, string[]]>([
    ['a changed Secret', { secretChecksum: 's2' }, ['Secret pods-run-current-secret']],
    [
      'a changed Secret, as far as the backend reads it',
      { secretChecksum: 's3', secretChecksums: { frontend: 's1', backend: 's2' } },
      ['Secret pods-run-current-secret'],
    ],
    [
      'a Secret that changed in what others read',
      { secretChecksum: 's2', secretChecksums: { frontend: 's2', backend: 's1' } },
      [],
    ],
    [
      'a failed release',
      { releases: [{ ...record, status: 'failed' }] },
      ['HelmChart release-deployed', 'HelmValues values-applied'],
    ],
    [
      'a chart with problems',
      { chartProblems: ['icon is missing'] },
      ['HelmChart chart-follows-best-practices'],
    ],
    [
      'a database that does not answer',
      {
        database: {
          ...facts.database!,
          ok: false,
          steps: [{ step: 'dns', ok: false, detail: 'ENOTFOUND', milliseconds: 1 }],
        },
      },
      ['BackendService database-connects'],
    ],
  ])('%s breaks its rule', (_, over, expected) => {
    expect(broken(snapshotOf(), over)).toEqual(expected)
  })

  it('cannot check what it was not told, and says so', () => {
    const backend = find(readEntities(snapshotOf(), { ...facts, database: undefined }), 'BackendService')
    expect(backend.rules.find((one) => one.id === 'database-connects')?.holds).toBeNull()
  })

  it('an empty namespace is missing everything, without a throw', () => {
    const empty: Snapshot = {
      Deployment: [],
      ReplicaSet: [],
      Pod: [],
      Service: [],
      EndpointSlice: [],
      ConfigMap: [],
      Secret: [],
      Event: [],
      Job: [],
    }
    expect(readEntities(empty, { ...facts, releases: [] }).map((one) => one.state)).toContain('Missing')
  })
})

describe('a verdict without waiting', () => {
  const crashed = (restarts: number) =>
    pod('b-1', {
      hash: 'h',
      created: 0,
      state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s' } },
      last: { terminated: { exitCode: 1, at: 55 } },
      restarts,
    })
  const seenAt = (snapshot: Snapshot) => stateOf(snapshot, targetOf('shop', 'shop'), at(60))

  it('condemns a crash loop of five restarts at once', () => {
    expect(diagnoseNow(seenAt({ ...snapshotOf(), Pod: [crashed(5)] })).map((one) => one.class)).toEqual([
      'crash-loop',
    ])
  })
  it('spares one crash, and what is healthy', () => {
    expect(diagnoseNow(seenAt({ ...snapshotOf(), Pod: [crashed(1)] }))).toEqual([])
    expect(diagnoseNow(seenAt(snapshotOf()))).toEqual([])
  })
})

describe('what may not be seen', () => {
  it('is neither there nor missing, and breaks no rule', () => {
    const hidden = { ...snapshotOf(), Pod: [], ReplicaSet: [], EndpointSlice: [], Secret: [] }
    const unseen = ['Pod', 'ReplicaSet', 'EndpointSlice', 'Secret'] as const
    const entities = readEntities(hidden, { ...facts, unseen: [...unseen] })
    const backend = entities.filter(({ component, kind }) => component === 'backend' || kind === 'Secret')
    expect(backend.flatMap(({ rules }) => rules).filter(({ holds }) => holds === false)).toEqual([])
    expect(find(entities, 'BackendService')).toMatchObject({ state: 'Unknown' })
    expect(find(entities, 'Secret')).toMatchObject({
      state: 'Unknown',
      rules: [{ id: 'exists', holds: null }],
    })
  })
})
