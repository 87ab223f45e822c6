import { afterEach, describe, expect, it } from 'vitest'
import type { Deployment, Job, Pod } from '../../../src/sandbox/controllers/objects.ts'
import { deployment, eventually, service, smallCluster } from '../small-cluster.ts'

const clusters: ReturnType<typeof smallCluster>[] = []
const start = (options?: Parameters<typeof smallCluster>[0]) => {
  const cluster = smallCluster(options)
  cluster.images.register({ ref: 'app:1', dir: '/', port: 8000 })
  cluster.images.register({ ref: 'app:2', dir: '/', port: 8000 })
  clusters.push(cluster)
  return cluster
}
afterEach(async () => {
  await Promise.all(clusters.splice(0).map((cluster) => cluster.close()))
})

const at = (group: string, resource: string, name: string) => ({
  group,
  resource,
  namespace: 'default',
  name,
})
type Cluster = ReturnType<typeof smallCluster>
const get = (cluster: Cluster, name = 'app') =>
  cluster.store.get(at('apps', 'deployments', name)) as Deployment
const condition = (
  object: { status?: { conditions?: { type: string; reason?: string }[] } } | undefined,
  type: string,
) => object?.status?.conditions?.find((one) => one.type === type)
const available = (cluster: Cluster) =>
  condition(get(cluster), 'Progressing')?.reason === 'NewReplicaSetAvailable'
const change = (cluster: Cluster, spec: Record<string, unknown>) => {
  const current = get(cluster)
  return cluster.store.update('apps', 'deployments', { ...current, spec: { ...current.spec, ...spec } })
}
const template = (image: string) => deployment('app', image).spec!['template']

describe('a Deployment', () => {
  it('tells what a real one tells', async () => {
    const cluster = start()
    cluster.store.create('apps', 'deployments', deployment('app', 'app:1', { replicas: 2 }))
    await eventually(() => available(cluster), 'available')
    expect(get(cluster).status).toMatchObject({
      observedGeneration: 1,
      replicas: 2,
      updatedReplicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
    })
    expect(condition(get(cluster), 'Available')).toMatchObject({
      status: 'True',
      reason: 'MinimumReplicasAvailable',
      message: 'Deployment has minimum availability.',
    })
    expect(cluster.events('ScalingReplicaSet')[0]?.['message']).toMatch(
      /^Scaled up replica set app-\w{10} from 0 to 2$/,
    )
    expect(get(cluster).metadata.annotations).toMatchObject({ 'deployment.kubernetes.io/revision': '1' })
    expect(cluster.errors).toEqual([])
  })

  it('finds its old ReplicaSet again when it is rolled back', async () => {
    const cluster = start()
    cluster.store.create('apps', 'deployments', deployment('app', 'app:1'))
    await eventually(() => available(cluster), 'first')
    change(cluster, { template: template('app:2') })
    const image = (wanted: string) => () =>
      available(cluster) &&
      cluster.pods().length === 1 &&
      cluster.pods()[0]?.spec.containers[0]?.image === wanted
    await eventually(image('app:2'), 'second')
    change(cluster, { template: template('app:1') })
    await eventually(image('app:1'), 'back')
    expect(cluster.store.list('apps', 'replicasets')).toHaveLength(2)
    expect(get(cluster).metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('3')
  })

  it('does nothing while paused', async () => {
    const cluster = start()
    cluster.store.create('apps', 'deployments', deployment('app', 'app:1'))
    await eventually(() => available(cluster), 'first')
    change(cluster, { paused: true, template: template('app:2') })
    await eventually(() => condition(get(cluster), 'Progressing')?.reason === 'DeploymentPaused', 'paused')
    expect(cluster.pods().map((pod) => pod.spec.containers[0]?.image)).toEqual(['app:1'])
    change(cluster, { paused: false })
    await eventually(
      () => cluster.pods().every((pod) => pod.spec.containers[0]?.image === 'app:2'),
      'resumed',
    )
  })

  it('gives up when nothing progresses', async () => {
    const cluster = start()
    cluster.store.create(
      'apps',
      'deployments',
      deployment('app', 'unknown:1', { spec: { progressDeadlineSeconds: 1 } }),
    )
    const failed = await eventually(() => {
      const found = condition(get(cluster), 'Progressing')
      return found?.reason === 'ProgressDeadlineExceeded' ? found : undefined
    }, 'deadline')
    expect(failed).toMatchObject({
      status: 'False',
      message: expect.stringMatching(/^ReplicaSet "app-\w+" has timed out progressing\.$/),
    })
  })

  it('replaces everything at once with Recreate', async () => {
    const cluster = start()
    cluster.store.create(
      'apps',
      'deployments',
      deployment('app', 'app:1', { replicas: 2, spec: { strategy: { type: 'Recreate' } } }),
    )
    await eventually(() => available(cluster), 'first')
    let most = 0
    cluster.store.subscribe(() => {
      most = Math.max(most, cluster.pods().length)
    })
    change(cluster, { template: template('app:2') })
    await eventually(
      () =>
        cluster.pods().length === 2 &&
        cluster.pods().every((pod) => pod.spec.containers[0]?.image === 'app:2'),
      'replaced',
    )
    expect(most).toBe(2)
  })

  it('keeps only as much history as it is told to', async () => {
    const cluster = start()
    cluster.store.create(
      'apps',
      'deployments',
      deployment('app', 'app:1', { spec: { revisionHistoryLimit: 0 } }),
    )
    await eventually(() => available(cluster), 'first')
    change(cluster, { template: template('app:2') })
    await eventually(() => cluster.store.list('apps', 'replicasets').length === 1, 'forgotten')
  })

  it('takes all it made along, in the foreground too', async () => {
    const cluster = start()
    cluster.store.create('apps', 'deployments', deployment('app', 'app:1', { replicas: 3 }))
    await eventually(() => available(cluster), 'first')
    cluster.store.remove(at('apps', 'deployments', 'app'), { propagation: 'Foreground' })
    await eventually(() => !get(cluster), 'gone')
    expect([cluster.pods(), cluster.store.list('apps', 'replicasets')]).toEqual([[], []])
  })
})

describe('refusals', () => {
  it.each([
    [
      'a quota',
      {
        kind: 'ResourceQuota',
        metadata: { name: 'small', namespace: 'default' },
        spec: { hard: { pods: '1' } },
      },
      'resourcequotas',
      2,
      /^pods "app-\w+-\w+" is forbidden: exceeded quota: small, requested: pods=1, used: pods=1, limited: pods=1$/,
    ],
  ])('%s', async (_, object, resource, replicas, message) => {
    const cluster = start()
    cluster.store.create('', resource, object)
    cluster.store.create('apps', 'deployments', deployment('app', 'app:1', { replicas }))
    const failure = await eventually(() => condition(get(cluster), 'ReplicaFailure'), 'refused')
    expect(failure).toMatchObject({
      status: 'True',
      reason: 'FailedCreate',
      message: expect.stringMatching(message),
    })
  })

  it('a ServiceAccount that does not exist', async () => {
    const cluster = start()
    cluster.store.create(
      'apps',
      'deployments',
      deployment('app', 'app:1', { podSpec: { serviceAccountName: 'ghost' } }),
    )
    const failure = await eventually(() => condition(get(cluster), 'ReplicaFailure'), 'refused')
    expect(failure).toMatchObject({
      message: expect.stringMatching(
        /is forbidden: error looking up service account default\/ghost: serviceaccount "ghost" not found$/,
      ),
    })
  })

  it('a pod that is larger than the node, or than what is left of it', async () => {
    const cluster = start({ cpu: '2' })
    cluster.store.create(
      'apps',
      'deployments',
      deployment('app', 'app:1', { replicas: 3, container: { resources: { requests: { cpu: '900m' } } } }),
    )
    const waiting = await eventually(
      () => cluster.pods().find((pod) => condition(pod, 'PodScheduled')?.reason === 'Unschedulable'),
      'one waits',
    )
    expect(cluster.pods().filter((pod) => pod.spec.nodeName)).toHaveLength(2)
    change(cluster, { replicas: 2 })
    await eventually(
      () =>
        cluster.pods().length === 2 &&
        !cluster.pods().some((pod) => pod.metadata.name === waiting.metadata.name),
      'the waiting one goes first',
    )
  })
})

describe('a Job', () => {
  const job = (image: string, command?: string[]) => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'once', namespace: 'default' },
    spec: {
      backoffLimit: 0,
      template: {
        spec: {
          restartPolicy: 'Never',
          containers: [{ name: 'once', image, ...(command ? { command } : {}) }],
        },
      },
    },
  })
  const found = (cluster: Cluster) => cluster.store.get(at('batch', 'jobs', 'once')) as Job

  it('completes', async () => {
    const cluster = start()
    cluster.store.create('batch', 'jobs', job('app:1', [process.execPath, '-e', '0']))
    await eventually(() => condition(found(cluster), 'Complete'), 'complete')
    expect(found(cluster).status).toMatchObject({ succeeded: 1, completionTime: expect.any(String) })
    expect((cluster.pods()[0] as Pod).status?.phase).toBe('Succeeded')
  })

  it('fails', async () => {
    const cluster = start()
    cluster.store.create('batch', 'jobs', job('app:1', [process.execPath, '-e', 'process.exit(4)']))
    const failed = await eventually(() => condition(found(cluster), 'Failed'), 'failed')
    expect(failed).toMatchObject({
      reason: 'BackoffLimitExceeded',
      message: 'Job has reached the specified backoff limit',
    })
  })
})

describe('a namespace', () => {
  it('is furnished, and emptied when it goes', async () => {
    const cluster = start()
    cluster.store.create('', 'namespaces', {
      kind: 'Namespace',
      metadata: { name: 'shop' },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    })
    await eventually(
      () => cluster.store.get({ ...at('', 'serviceaccounts', 'default'), namespace: 'shop' }),
      'furnished',
    )
    const made = deployment('app', 'app:1')
    cluster.store.create('apps', 'deployments', {
      ...made,
      metadata: { ...made.metadata, namespace: 'shop' },
    })
    await eventually(() => cluster.pods('shop').length === 1, 'used')
    cluster.store.remove({ group: '', resource: 'namespaces', name: 'shop' })
    expect(cluster.store.get({ group: '', resource: 'namespaces', name: 'shop' })?.status?.['phase']).toBe(
      'Terminating',
    )
    await eventually(() => !cluster.store.get({ group: '', resource: 'namespaces', name: 'shop' }), 'gone')
    expect(cluster.pods('shop')).toEqual([])
  })
})

describe('EndpointSlices', () => {
  it('keep a terminating pod out of the traffic', async () => {
    const cluster = start()
    cluster.store.create('', 'services', service('app'))
    cluster.store.create(
      'apps',
      'deployments',
      deployment('app', 'app:1', { podSpec: { terminationGracePeriodSeconds: 5 } }),
    )
    const endpoints = () =>
      (cluster.store.list('discovery.k8s.io', 'endpointslices')[0]?.['endpoints'] ?? []) as {
        conditions: { ready: boolean }
      }[]
    await eventually(() => endpoints().some((one) => one.conditions.ready), 'ready')
    const seen: unknown[] = []
    cluster.store.subscribe(({ resource, object }) => {
      if (resource.resource === 'endpointslices')
        seen.push(...(object['endpoints'] as { conditions: object }[]).map((one) => one.conditions))
    })
    cluster.store.remove(at('', 'pods', cluster.pods()[0]!.metadata.name))
    await eventually(
      () => cluster.pods().length === 1 && endpoints().some((one) => one.conditions.ready),
      'replaced',
    )
    expect(seen).not.toContainEqual(expect.objectContaining({ ready: true, terminating: true }))
  })
})

it('counts equal events, combines similar ones, and stops at 25', async () => {
  const cluster = start()
  const { createEventRecorder } = await import('../../../src/sandbox/controllers/event-recorder.ts')
  const record = createEventRecorder(cluster.store)
  const about = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'default', uid: 'u' } }
  for (let i = 0; i < 40; i++)
    record(about, { source: 'kubelet', type: 'Warning', reason: 'Unhealthy', message: 'no' })
  for (let i = 0; i < 12; i++)
    record(
      { ...about, metadata: { ...about.metadata, uid: 'v' } },
      { source: 'sandbox', type: 'Warning', reason: 'FailedCreate', message: `pod ${i}` },
    )
  expect(cluster.events('Unhealthy')).toMatchObject([{ count: 25 }])
  const similar = cluster.events('FailedCreate')
  expect(similar).toHaveLength(10)
  expect(similar[9]).toMatchObject({ count: 3, message: '(combined from similar events): pod 11' })
})

it('runs 5000 simulated pods', async () => {
  const cluster = start({ pods: '10000' })
  cluster.store.create('', 'services', service('app'))
  cluster.store.create('apps', 'deployments', deployment('app', 'app:1', { replicas: 5000 }))
  await eventually(() => get(cluster).status?.availableReplicas === 5000, 'all available', 240_000)
  expect(cluster.errors).toEqual([])
}, 270_000)
