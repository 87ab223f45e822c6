import { createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Deployment, Pod, Service } from '../../../src/sandbox/controllers/objects.ts'
import { findProcessStart } from '../../../src/sandbox/machine/process-identity.ts'
import { deployment, eventually, helloServer, service, smallCluster } from '../small-cluster.ts'

const clusters: ReturnType<typeof smallCluster>[] = []
const start = (options?: Parameters<typeof smallCluster>[0]) => {
  const cluster = smallCluster(options)
  clusters.push(cluster)
  return cluster
}
afterEach(async () => {
  await Promise.all(clusters.splice(0).map((cluster) => cluster.close()))
})

const status = (pod: Pod | undefined) => pod?.status?.containerStatuses?.[0]
const isReady = (pod: Pod) =>
  pod.status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True')
const probe = { httpGet: { path: '/ready', port: 'http' }, periodSeconds: 1 }

describe('a pod that runs as a process', () => {
  it('gets its variables, becomes ready by its own probe, answers, and ends with its object', async () => {
    const cluster = start()
    cluster.serve('hello:1', helloServer)
    cluster.store.create('', 'configmaps', {
      kind: 'ConfigMap',
      metadata: { name: 'hello', namespace: 'default' },
      data: { GREETING: 'hi' },
    })
    cluster.store.create(
      '',
      'services',
      service('hello', { type: 'NodePort', ports: [{ port: 8000, targetPort: 'http', nodePort: 31877 }] }),
    )
    cluster.store.create(
      'apps',
      'deployments',
      deployment('hello', 'hello:1', {
        container: {
          envFrom: [{ configMapRef: { name: 'hello' } }],
          env: [{ name: 'BACKEND_URL', value: 'http://hello:8000/x' }],
          readinessProbe: probe,
        },
      }),
    )
    const pod = await eventually(() => cluster.pods().find(isReady), 'ready')
    expect(status(pod)).toMatchObject({ ready: true, started: true, restartCount: 0, state: { running: {} } })
    expect(pod.status?.phase).toBe('Running')
    const answer = await (await fetch('http://127.0.0.1:31877/', { headers: { connection: 'close' } })).json()
    expect(answer).toMatchObject({
      pod: pod.metadata.name,
      greeting: 'hi',
      backend: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/x$/),
    })
    const slice = cluster.store.list('discovery.k8s.io', 'endpointslices')[0]
    expect(slice).toMatchObject({
      endpoints: [{ conditions: { ready: true, serving: true, terminating: false } }],
      ports: [{ port: 8000 }],
    })
    const rolled = await eventually(
      () =>
        (
          cluster.store.get({
            group: 'apps',
            resource: 'deployments',
            namespace: 'default',
            name: 'hello',
          }) as Deployment
        ).status?.conditions?.find((one) => one.reason === 'NewReplicaSetAvailable'),
      'rolled out',
    )
    expect(rolled.message).toMatch(/^ReplicaSet "hello-\w+" has successfully progressed\.$/)
    cluster.store.remove(
      { group: 'apps', resource: 'deployments', namespace: 'default', name: 'hello' },
      { propagation: 'Background' },
    )
    await eventually(() => cluster.pods().length === 0, 'gone')
    await expect(fetch('http://127.0.0.1:31877/')).rejects.toThrow()
    expect(cluster.errors).toEqual([])
  })

  it('restarts after a crash, and waits ever longer', async () => {
    const cluster = start()
    cluster.serve('crash:1', `console.error('fatal: no database'); process.exit(3)`)
    cluster.store.create('apps', 'deployments', deployment('crash', 'crash:1'))
    const pod = await eventually(
      () => cluster.pods().find((one) => (status(one)?.restartCount ?? 0) >= 2 && status(one)?.state.waiting),
      'crash loop',
    )
    expect(status(pod)).toMatchObject({
      state: {
        waiting: {
          reason: 'CrashLoopBackOff',
          message: expect.stringMatching(
            /^back-off \d+ms restarting failed container=crash pod=crash-\w+-\w+_default\(/,
          ),
        },
      },
      lastState: { terminated: { exitCode: 3, reason: 'Error' } },
      ready: false,
    })
    expect(
      cluster.machine
        .log({ namespace: 'default', pod: pod.metadata.name, container: 'crash', previous: false })
        ?.lines()[0]?.text,
    ).toBe('fatal: no database')
    expect(cluster.events('BackOff')[0]?.['message']).toMatch(
      /^Back-off restarting failed container crash in pod crash-/,
    )
  })

  it('says what is missing until it appears', async () => {
    const cluster = start()
    cluster.serve('hello:1', helloServer)
    cluster.store.create(
      'apps',
      'deployments',
      deployment('hello', 'hello:1', {
        container: {
          env: [{ name: 'DATABASE_URL', valueFrom: { secretKeyRef: { name: 'db', key: 'url' } } }],
        },
      }),
    )
    const waiting = (message: string) => () =>
      cluster.pods().find((one) => status(one)?.state.waiting?.message === message)
    const pod = await eventually(waiting('secret "db" not found'), 'missing secret')
    expect(status(pod)?.state.waiting?.reason).toBe('CreateContainerConfigError')
    const secret = { kind: 'Secret', metadata: { name: 'db', namespace: 'default' } }
    cluster.store.create('', 'secrets', { ...secret, data: {} })
    await eventually(waiting("couldn't find key url in Secret default/db"), 'missing key')
    cluster.store.update('', 'secrets', { ...secret, data: { url: 'eA==' } })
    await eventually(() => cluster.pods().find(isReady), 'ready')
  })

  it('pulls no image it does not know, and says so as containerd does', async () => {
    const cluster = start()
    cluster.store.create('apps', 'deployments', deployment('hello', 'ghost:1'))
    const seen = new Set<string>()
    const pod = await eventually(() => {
      const found = cluster.pods().find((one) => status(one)?.state.waiting?.reason === 'ImagePullBackOff')
      for (const one of cluster.pods()) seen.add(status(one)?.state.waiting?.reason ?? '')
      return found
    }, 'back-off')
    expect(status(pod)?.state.waiting?.message).toBe(
      'Back-off pulling image "ghost:1": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/ghost:1": failed to resolve reference "docker.io/library/ghost:1": docker.io/library/ghost:1: not found',
    )
    cluster.serve('ghost:1', helloServer)
    await eventually(() => cluster.pods().find(isReady), 'ready once it exists')
  })

  it('is killed by its liveness probe', async () => {
    const cluster = start()
    cluster.serve(
      'sick:1',
      helloServer.replace(
        "'/ready') response.writeHead(ready ? 200 : 503)",
        "'/live') response.writeHead(500)",
      ),
    )
    cluster.store.create(
      'apps',
      'deployments',
      deployment('sick', 'sick:1', {
        container: {
          livenessProbe: { httpGet: { path: '/live', port: 8000 }, periodSeconds: 1, failureThreshold: 1 },
        },
      }),
    )
    const pod = await eventually(
      () => cluster.pods().find((one) => (status(one)?.restartCount ?? 0) >= 1),
      'restarted',
    )
    expect(cluster.events('Unhealthy')[0]?.['message']).toBe(
      'Liveness probe failed: HTTP probe failed with statuscode: 500',
    )
    expect(cluster.events('Killing')[0]).toMatchObject({
      type: 'Normal',
      message: 'Container sick failed liveness probe, will be restarted',
    })
    expect(status(pod)?.lastState.terminated).toMatchObject({ exitCode: 0, reason: 'Completed' })
  })

  it('dies of SIGKILL when it ignores SIGTERM', async () => {
    const cluster = start()
    cluster.serve(
      'deaf:1',
      `process.on('SIGTERM', () => {}); console.log(process.pid); setInterval(() => {}, 1000)`,
    )
    cluster.store.create(
      'apps',
      'deployments',
      deployment('deaf', 'deaf:1', { podSpec: { terminationGracePeriodSeconds: 1 } }),
    )
    const pod = await eventually(() => cluster.pods().find(isReady), 'ready')
    const log = () =>
      cluster.machine
        .log({ namespace: 'default', pod: pod.metadata.name, container: 'deaf', previous: false })
        ?.lines()[0]?.text
    const pid = Number(await eventually(log, 'its pid'))
    cluster.store.remove(
      { group: 'apps', resource: 'deployments', namespace: 'default', name: 'deaf' },
      { propagation: 'Background' },
    )
    await eventually(() => cluster.pods().length === 0, 'gone')
    expect(findProcessStart(pid)).toBeUndefined()
  })

  it.runIf(process.platform === 'linux')('is found where it really listens', async () => {
    const cluster = start()
    cluster.serve('stubborn:1', helloServer.replace('Number(process.env.PORT)', '31881'))
    cluster.store.create(
      '',
      'services',
      service('stubborn', { type: 'NodePort', ports: [{ port: 8000, targetPort: 'http', nodePort: 31882 }] }),
    )
    cluster.store.create(
      'apps',
      'deployments',
      deployment('stubborn', 'stubborn:1', { container: { readinessProbe: probe } }),
    )
    await eventually(() => cluster.pods().find(isReady), 'ready')
    expect((await fetch('http://127.0.0.1:31882/', { headers: { connection: 'close' } })).status).toBe(200)
  })

  it('runs its init containers first', async () => {
    const cluster = start()
    cluster.serve('hello:1', helloServer)
    const init = {
      name: 'migrate',
      image: 'hello:1',
      command: [process.execPath, '-e', 'console.log("migrated")'],
    }
    cluster.store.create(
      'apps',
      'deployments',
      deployment('hello', 'hello:1', { podSpec: { initContainers: [init] } }),
    )
    const pod = await eventually(() => cluster.pods().find(isReady), 'ready')
    expect(pod.status?.initContainerStatuses?.[0]).toMatchObject({
      name: 'migrate',
      ready: true,
      state: { terminated: { exitCode: 0, reason: 'Completed' } },
    })
    expect(
      cluster.machine
        .log({ namespace: 'default', pod: pod.metadata.name, container: 'migrate', previous: false })
        ?.lines()[0]?.text,
    ).toBe('migrated')
  })
})

describe('a rolling update', () => {
  it('loses no request', async () => {
    const cluster = start()
    cluster.serve('hello:1', helloServer)
    cluster.serve('hello:2', helloServer)
    cluster.store.create(
      '',
      'services',
      service('hello', { type: 'NodePort', ports: [{ port: 8000, targetPort: 'http', nodePort: 31878 }] }),
    )
    const made = cluster.store.create(
      'apps',
      'deployments',
      deployment('hello', 'hello:1', {
        replicas: 2,
        container: { readinessProbe: probe },
        spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } },
      }),
    )
    await eventually(() => cluster.pods().filter(isReady).length === 2, 'both ready')
    let asked = 0
    let lost = 0
    let isOver = false
    const asking = (async () => {
      while (!isOver) {
        asked++
        const answer = await fetch('http://127.0.0.1:31878/', { headers: { connection: 'close' } }).catch(
          () => undefined,
        )
        if (answer?.status !== 200) lost++
      }
    })()
    const at = { group: 'apps', resource: 'deployments', namespace: 'default', name: 'hello' }
    const next = deployment('hello', 'hello:2', { replicas: 2, container: { readinessProbe: probe } })
    const current = cluster.store.get(at)!
    cluster.store.update('apps', 'deployments', {
      ...current,
      spec: { ...made.spec, template: next.spec!['template'] },
    })
    await eventually(
      () =>
        cluster.pods().length === 2 &&
        cluster.pods().every((pod) => pod.spec.containers[0]?.image === 'hello:2' && isReady(pod)),
      'rolled',
    )
    isOver = true
    await asking
    expect({ lost, enough: asked > 10 }).toEqual({ lost: 0, enough: true })
    const sets = cluster.store.list('apps', 'replicasets')
    expect(
      sets.map((set) => set.metadata?.annotations?.['deployment.kubernetes.io/revision']).sort(),
    ).toEqual(['1', '2'])
  })
})

describe('what can only pretend', () => {
  it('says that it is simulated, and does not answer as if it ran', async () => {
    const cluster = start()
    cluster.images.register({ ref: 'gone:1', dir: '/', start: ['no-such-runtime-here'], port: 8000 })
    cluster.store.create(
      '',
      'services',
      service('gone', { type: 'NodePort', ports: [{ port: 8000, targetPort: 'http', nodePort: 31879 }] }),
    )
    cluster.store.create('apps', 'deployments', deployment('gone', 'gone:1'))
    const pod = await eventually(() => cluster.pods().find(isReady), 'ready')
    expect(pod.metadata.annotations).toMatchObject({
      'sandbox.k8sdeploy.dev/simulated': 'true',
      'sandbox.k8sdeploy.dev/simulated-reason': '"no-such-runtime-here" is not installed here',
    })
    const answer = await fetch('http://127.0.0.1:31879/')
    expect([answer.status, await answer.text()]).toEqual([
      503,
      'simulated: "no-such-runtime-here" is not installed here\n',
    ])
  })

  it.each([
    ['crash', 'CrashLoopBackOff', { exitCode: 1, reason: 'Error' }],
    ['exit-0', 'CrashLoopBackOff', { exitCode: 0, reason: 'Completed' }],
    ['oom', 'CrashLoopBackOff', { exitCode: 137, reason: 'OOMKilled' }],
  ])('rehearses %s', async (fault, reason, terminated) => {
    const cluster = start()
    cluster.serve('hello:1', helloServer)
    cluster.faults.set('hello', fault)
    cluster.store.create('apps', 'deployments', deployment('hello', 'hello:1'))
    const pod = await eventually(
      () => cluster.pods().find((one) => status(one)?.state.waiting?.reason === reason),
      reason,
    )
    expect(status(pod)?.lastState.terminated).toMatchObject(terminated)
  })

  it.each([
    ['image-not-found', 'ImagePullBackOff', /code = NotFound .*not found$/],
    ['image-denied', 'ImagePullBackOff', /pull access denied/],
    ['config-missing', 'CreateContainerConfigError', /^secret "hello-rehearsed" not found$/],
  ])('rehearses %s', async (fault, reason, message) => {
    const cluster = start()
    cluster.serve('hello:1', helloServer)
    cluster.faults.set('hello', fault)
    cluster.store.create('apps', 'deployments', deployment('hello', 'hello:1'))
    const pod = await eventually(
      () => cluster.pods().find((one) => status(one)?.state.waiting?.reason === reason),
      reason,
    )
    expect(status(pod)?.state.waiting?.message).toMatch(message)
  })

  it('rehearses a pod that fits nowhere', async () => {
    const cluster = start()
    cluster.faults.set('hello', 'unschedulable')
    cluster.store.create('apps', 'deployments', deployment('hello', 'hello:1'))
    const refused = await eventually(
      () => cluster.pods()[0]?.status?.conditions?.find((one) => one.reason === 'Unschedulable'),
      'unschedulable',
    )
    expect(refused).toMatchObject({
      type: 'PodScheduled',
      status: 'False',
      message:
        '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.',
    })
  })

  it('rehearses a full quota, then lets the pods come', async () => {
    const cluster = start()
    cluster.serve('hello:1', helloServer)
    cluster.faults.set('hello', 'quota')
    cluster.store.create('apps', 'deployments', deployment('hello', 'hello:1'))
    const at = { group: 'apps', resource: 'deployments', namespace: 'default', name: 'hello' }
    const failure = await eventually(
      () =>
        (cluster.store.get(at) as Deployment).status?.conditions?.find(
          (one) => one.type === 'ReplicaFailure',
        ),
      'refused',
    )
    expect(failure).toMatchObject({
      reason: 'FailedCreate',
      message: expect.stringContaining('is forbidden: exceeded quota'),
    })
    expect(cluster.pods()).toEqual([])
    cluster.faults.set('hello', 'none')
    await eventually(() => cluster.pods().find(isReady), 'ready')
  })
})

it('says when a NodePort belongs to somebody else, and takes it once it is free', async () => {
  const cluster = start()
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(31880, '127.0.0.1', resolve))
  cluster.store.create(
    '',
    'services',
    service('hello', { type: 'NodePort', ports: [{ port: 8000, nodePort: 31880 }] }),
  )
  const problem = () =>
    (cluster.store.list('', 'services')[0] as Service).metadata.annotations?.[
      'sandbox.k8sdeploy.dev/node-port-problem'
    ]
  expect(await eventually(problem, 'told')).toBe('Port 31880 of this machine is taken by another program')
  expect(cluster.events('NodePortUnavailable')).toMatchObject([{ type: 'Warning' }])
  other.close()
  await eventually(() => problem() === undefined, 'free')
})
