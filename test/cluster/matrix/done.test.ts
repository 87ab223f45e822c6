import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { UpReport } from '../../../src/report.ts'
import { fetchObjects, kubectl } from '../kubectl.ts'
import { type Case, meanwhile, type Place, runCase, testCases } from './case.ts'

type Pod = {
  metadata: {
    name: string
    deletionTimestamp?: string
    ownerReferences: { name: string }[]
    finalizers?: string[]
  }
  status: { conditions?: { type: string; status: string }[]; startTime?: string }
}
type Slice = {
  metadata: { labels: Record<string, string> }
  endpoints?: { targetRef: { name: string }; conditions: { ready: boolean } }[]
}

const isReady = ({ metadata, status }: Pod) =>
  !metadata.deletionTimestamp &&
  status.conditions?.some((one) => one.type === 'Ready' && one.status === 'True')
const backendPods = async ({ namespace }: Place) =>
  (await fetchObjects<Pod>('pods', namespace)).filter(({ metadata }) => metadata.name.includes('-backend-'))
const served = async ({ namespace, name }: Place) =>
  (await fetchObjects<Slice>('endpointslices', namespace))
    .filter(({ metadata }) => metadata.labels['kubernetes.io/service-name'] === `${name}-backend`)
    .flatMap(({ endpoints = [] }) => endpoints.map(({ targetRef }) => targetRef.name))
    .sort()

/** Nothing of the past is left, seen with other eyes: the Service leads to the ready pods of one ReplicaSet, and there are no others. */
const isAllNew = async (_report: UpReport, place: Place) => {
  const pods = await backendPods(place)
  expect(pods.every(isReady)).toBe(true)
  expect(new Set(pods.map(({ metadata }) => metadata.ownerReferences[0]?.name)).size).toBeLessThanOrEqual(1)
  expect(await served(place)).toEqual(pods.map(({ metadata }) => metadata.name).sort())
}

const deployment = ({ name }: Place) => `deployment/${name}-backend`
const firstPod = async (place: Place) => (await backendPods(place))[0]!.metadata.name

/** As `kubectl drain` asks for it: again, until the budget allows it. */
const evict = async (name: string, { namespace, project }: Place) => {
  const path = join(project.root, 'eviction.json')
  const metadata = { name, namespace }
  await writeFile(path, JSON.stringify({ apiVersion: 'policy/v1', kind: 'Eviction', metadata }))
  const place = `/api/v1/namespaces/${namespace}/pods/${name}/eviction`
  for (;;) {
    try {
      return await kubectl('create', '--raw', place, '--filename', path)
    } catch (error) {
      if (!String(error).includes('disruption budget')) throw error
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }
}

const cases: Case[] = [
  {
    name: 'healthy: a Deployment that is scaled during the rollout, as an autoscaler does',
    expect: 'verified',
    configure: (config) => {
      config.backend.env['START_AFTER'] = '8s'
    },
    during: meanwhile((place) => place.kubectl('scale', deployment(place), '--replicas=3')),
    after: async (report, place) => {
      await isAllNew(report, place)
      expect(await backendPods(place)).toHaveLength(3)
    },
  },
  {
    name: 'healthy: a rollout that somebody restarts half-way',
    expect: 'verified',
    configure: (config) => {
      config.backend.env['START_AFTER'] = '5s'
    },
    during: meanwhile((place) => place.kubectl('rollout', 'restart', deployment(place))),
    after: isAllNew,
  },
  {
    name: 'healthy: a pod that is evicted during the rollout, and one that is deleted',
    expect: 'verified',
    configureBefore: ({ backend }) => {
      backend.replicas = 2
    },
    configure: ({ backend }) => {
      backend.env['START_AFTER'] = '10s'
    },
    during: meanwhile(async (place) => {
      const [first, second] = (await backendPods(place)).filter(isReady)
      await evict(first!.metadata.name, place)
      await place.kubectl('delete', 'pod', second!.metadata.name, '--wait=false')
    }),
    after: async (report, place) => {
      expect(report.transitions).toContainEqual(
        expect.objectContaining({ to: 'Terminating', detail: expect.stringMatching(/^evicted/) }),
      )
      await isAllNew(report, place)
    },
  },
  {
    name: 'healthy: an autoscaler that wants more during the rollout, and is left alone by the next one',
    expect: 'verified',
    configureBefore: ({ backend }) => {
      backend.hpa = { minReplicas: 1, maxReplicas: 4, cpuPercent: 80 }
    },
    configure: (config) => {
      config.backend.env['START_AFTER'] = '15s'
    },
    during: meanwhile((place) =>
      place.kubectl(
        ...['patch', 'horizontalpodautoscaler', `${place.name}-backend`],
        ...['-p', '{"spec":{"minReplicas":3}}'],
      ),
    ),
    after: async (report, place) => {
      await isAllNew(report, place)
      expect(await backendPods(place)).toHaveLength(3)
      await place.kubectl('scale', deployment(place), '--replicas=4')
      await place.project.configure(({ backend }) => {
        backend.hpa = { minReplicas: 3, maxReplicas: 4, cpuPercent: 80 }
        backend.env['START_AFTER'] = '1s'
      })
      const next = await place.project.up()
      expect(next.report.status, next.why).toBe('verified')
      expect(await backendPods(place)).toHaveLength(4)
    },
  },
  {
    name: 'healthy: a Deployment that is paused and resumed',
    expect: 'verified',
    configure: (config) => {
      config.backend.env['START_AFTER'] = '5s'
    },
    during: meanwhile(async (place) => {
      await place.kubectl('rollout', 'pause', deployment(place))
      await new Promise((resolve) => setTimeout(resolve, 3_000))
      await place.kubectl('rollout', 'resume', deployment(place))
    }),
    after: isAllNew,
  },
  {
    name: 'healthy: an old pod that somebody’s finalizer holds',
    expect: 'verified',
    configure: (config) => {
      config.backend.env['VERSION'] = '2'
    },
    prepare: async (place) =>
      place.kubectl(
        'patch',
        'pod',
        await firstPod(place),
        '-p',
        '{"metadata":{"finalizers":["example.com/backup"]}}',
      ),
    cleanUp: async (place) => {
      for (const { metadata } of await backendPods(place))
        if (metadata.finalizers)
          await place.kubectl('patch', 'pod', metadata.name, '-p', '{"metadata":{"finalizers":null}}')
    },
  },
  {
    name: 'an old pod that uses a grace period longer than the timeout',
    expect: ['no-progress'],
    object: /^Pod\/.*-backend-/,
    shows: /has been leaving for \d+ s: it may take 600 s to end/,
    configureBefore: ({ backend }) => {
      backend.env['DEAF'] = 'yes'
      backend.terminationGracePeriodSeconds = 600
    },
    configure: (config) => {
      config.backend.env['VERSION'] = '2'
    },
    flags: ['--timeout', '45'],
    cleanUp: ({ kubectl }) =>
      kubectl('delete', 'pods', '--all', '--force', '--grace-period=0', '--wait=false'),
  },
  {
    name: 'healthy: a change that touches no pod',
    expect: 'verified',
    chart: (edit) =>
      edit('templates/service.yaml', (text) =>
        text.replace('metadata:', 'metadata:\n  annotations: { note: changed }'),
      ),
    after: async (report, place) => {
      await isAllNew(report, place)
      expect(report.transitions.filter(({ object }) => object.startsWith('Pod/'))).toEqual([])
    },
  },
]

testCases(cases)

/** At the moment of the exit, an old pod that does not listen to SIGTERM goes on for its whole grace period. */
const levels = [
  { until: 'available', status: 'available', pods: 2 },
  { until: 'complete', status: 'available', pods: 1 },
  { until: 'verified', status: 'verified', pods: 1 },
] as const

test.concurrent.each(levels)('--until $until', async ({ until, status, pods }) => {
  let left: Pod[] = []
  const { report, why } = await runCase({
    name: until,
    expect: 'verified',
    configureBefore: ({ backend }) => {
      backend.env['DEAF'] = 'yes'
      backend.terminationGracePeriodSeconds = 60
    },
    configure: ({ backend }) => {
      backend.env['VERSION'] = '2'
    },
    flags: ['--timeout', '150', '--until', until],
    after: async (outcome, place) => {
      left = await backendPods(place)
      if (until !== 'available') await isAllNew(outcome, place)
    },
  })
  expect(report.status, why).toBe(status)
  expect(left, why).toHaveLength(pods)
})
