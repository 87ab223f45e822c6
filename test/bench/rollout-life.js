// The events of a rollout of two components as an API server tells them, made up: as many pods as wanted.
const namespace = 'bench'
const release = 'shop'
const roles = ['frontend', 'backend']
const start = Date.parse('2030-01-01T00:00:00Z')
const perSlice = 100
let version = 0

export const target = {
  namespace,
  release,
  components: roles.map((role) => ({
    role,
    deployment: `${release}-${role}`,
    service: `${release}-${role}`,
  })),
  timeoutSeconds: 600,
  soakSeconds: 0,
  until: 'complete',
}
export const startedAt = start

const stamp = (second) => new Date(start + second * 1000).toISOString()
const seen = (second, kind, object) => ({ type: 'seen', at: start + second * 1000, kind, object })
const tickAt = (second) => ({ type: 'tick', at: start + second * 1000 })
const labelsOf = (role) => ({ 'app.kubernetes.io/instance': release, 'app.kubernetes.io/component': role })

const metadata = (name, role, rest = {}) => ({
  name,
  namespace,
  uid: name,
  resourceVersion: String(++version),
  creationTimestamp: stamp(1),
  labels: labelsOf(role),
  ...rest,
})
const owner = (kind, name) => ({ ownerReferences: [{ kind, name, uid: name, controller: true }] })
const template = (role) => ({
  metadata: { labels: labelsOf(role) },
  spec: { containers: [{ name: role, image: `${role}:1` }] },
})

const deployment = (role, replicas, done) => ({
  metadata: metadata(`${release}-${role}`, role, { generation: 1 }),
  spec: { replicas, template: template(role) },
  status: {
    observedGeneration: 1,
    replicas: done,
    updatedReplicas: done,
    readyReplicas: done,
    availableReplicas: done,
  },
})

const replicaSet = (role, replicas) => ({
  metadata: metadata(`${release}-${role}-1`, role, {
    ...owner('Deployment', `${release}-${role}`),
    annotations: { 'deployment.kubernetes.io/revision': '1' },
  }),
  spec: { replicas, template: template(role) },
  status: { replicas },
})

const pod = (role, index, { node, state, ready, second }) => ({
  metadata: metadata(`${release}-${role}-${index}`, role, owner('ReplicaSet', `${release}-${role}-1`)),
  spec: { nodeName: node, containers: [{ name: role, image: `${role}:1` }] },
  status: {
    phase: ready ? 'Running' : 'Pending',
    conditions: [
      { type: 'PodScheduled', status: node ? 'True' : 'False', lastTransitionTime: stamp(second) },
      { type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: stamp(second) },
    ],
    containerStatuses: state && [
      { name: role, ready: Boolean(ready), started: Boolean(ready), restartCount: 0, state },
    ],
  },
})

const told = (role, index, second, reason) => ({
  metadata: metadata(`${release}-${role}-${index}.${reason}`, role),
  involvedObject: { kind: 'Pod', name: `${release}-${role}-${index}`, uid: `${release}-${role}-${index}` },
  reason,
  message: `${reason} container ${role}`,
  type: 'Normal',
  count: 1,
  firstTimestamp: stamp(second),
  lastTimestamp: stamp(second),
})

const lifeOf = (role, index, second) => {
  const creating = { waiting: { reason: 'ContainerCreating' } }
  const running = { running: { startedAt: stamp(second) } }
  return [
    seen(second, 'Pod', pod(role, index, { second })),
    seen(second, 'Event', told(role, index, second, 'Scheduled')),
    seen(second, 'Pod', pod(role, index, { second, node: 'node' })),
    seen(second, 'Pod', pod(role, index, { second, node: 'node', state: creating })),
    ...['Pulling', 'Pulled', 'Created', 'Started'].map((reason) =>
      seen(second, 'Event', told(role, index, second, reason)),
    ),
    seen(second, 'Pod', pod(role, index, { second, node: 'node', state: running })),
    seen(second, 'Pod', pod(role, index, { second, node: 'node', state: running, ready: true })),
  ]
}

const slice = (role, first, last, second) => {
  const service = `${release}-${role}`
  const endpoints = Array.from({ length: last - first }, (_, index) => {
    const name = `${service}-${first + index}`
    return { addresses: ['10.0.0.1'], conditions: { ready: true }, targetRef: { name, uid: name } }
  })
  const object = metadata(`${service}-${first}`, role)
  object.labels = { ...object.labels, 'kubernetes.io/service-name': service }
  return seen(second, 'EndpointSlice', { metadata: object, endpoints })
}

const service = (role) => ({
  metadata: metadata(`${release}-${role}`, role),
  spec: { selector: labelsOf(role), ports: [] },
})

/** Ten events a pod, a slice and a Deployment status for each hundred, a tick each half second; told one by one, as a watch does. */
export function* rolloutLife(pods) {
  const each = pods / roles.length
  const kinds = ['Deployment', 'ReplicaSet', 'Pod', 'Service', 'EndpointSlice', 'Event', 'Job']
  yield* kinds.map((kind) => ({ type: 'synced', at: start, kind }))
  yield { type: 'released', at: start + 1000, revision: 1 }
  for (const role of roles) {
    yield seen(1, 'Deployment', deployment(role, each, 0))
    yield seen(1, 'ReplicaSet', replicaSet(role, each))
    yield seen(1, 'Service', service(role))
  }
  let second = 1
  for (let index = 0; index < each; index++) {
    second += 0.02
    for (const role of roles) {
      yield* lifeOf(role, index, second)
      const done = index + 1
      if (done % perSlice !== 0 && done !== each) continue
      yield slice(role, done - (done % perSlice || perSlice), done, second)
      yield seen(second, 'Deployment', deployment(role, each, done))
    }
    if (index % 25 === 24) yield tickAt(second)
  }
  yield tickAt(second + 2)
}
