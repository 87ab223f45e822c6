import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { RolloutState } from '../../src/rollout/state.ts'
import { stopForHook } from '../../src/workflows/stop-for-hook.ts'
import { fold } from '../rollout/fold.ts'
import { at, deployment, pod, replicaSet, seen, time } from '../rollout/objects.ts'
import { baseline, crashes, says, sees } from '../rollout/story.ts'

const owner = { apiVersion: 'batch/v1', kind: 'Job', name: 'migrate', uid: 'job', controller: true }
const hook = (annotations: Record<string, string>) =>
  seen(2, 'Job', {
    metadata: {
      name: 'migrate',
      uid: 'job',
      resourceVersion: '999',
      creationTimestamp: time(2),
      annotations,
    },
    status: {},
  } as never)
const waiting = (reason: string) =>
  seen(2, 'Pod', {
    ...pod('seed-1', { state: { waiting: { reason, message: 'localhost:5000/seed:1: not found' } } }),
    metadata: { name: 'seed-1', uid: 'uid-seed', resourceVersion: '998', ownerReferences: [owner] },
  })
const isHook = { 'helm.sh/hook': 'pre-upgrade' }
const isPart = { 'meta.helm.sh/release-name': 'shop' }

/** helm, until it is told to stop or has been looked at often enough. */
const applied = (state: RolloutState, second: number) => {
  let looks = 0
  let isEnough = () => {}
  const enough = new Promise<string>((resolve) => {
    isEnough = () => resolve('released')
  })
  const clock = {
    now: () => at(second),
    monotonic: () => 0,
    sleep: async () => {
      looks += 1
      if (looks > 3) isEnough()
      await setImmediate()
    },
  }
  const tracker = { current: () => state, now: () => at(second) }
  return stopForHook({ tracker, clock, signal: new AbortController().signal }, async (signal) => {
    await setImmediate()
    if (signal.aborted) throw new Error('helm was stopped')
    return enough
  })
}

it('stops helm when its hook can never begin, and says why', async () => {
  const state = fold([...baseline(), hook(isHook), waiting('ErrImageNeverPull')])
  await expect(applied(state, 30)).rejects.toMatchObject({
    code: 'HELM_FAILED',
    message: expect.stringMatching(/hook that cannot begin: Job migrate: image .* is not on node node-1/),
  })
})

const isAfter = { 'helm.sh/hook': 'post-upgrade' }
/** helm has written the new template, and waits for its hook. */
const written = [
  ...baseline(),
  seen(
    1,
    'Deployment',
    deployment({ generation: 2, image: 'backend:2', updated: 1, total: 2, available: 1 }),
  ),
  seen(1, 'ReplicaSet', replicaSet('new', 'backend:2', { revision: 2 })),
  hook(isAfter),
]
const waits = (reason: string, message: string) => ({ state: { waiting: { reason, message } } })
const noImage = sees(2, waits('ErrImagePull', 'localhost:5000/backend:2: not found'))
const noSecret = sees(2, waits('CreateContainerConfigError', 'secret "made-by-the-hook" not found'))

it.each([
  ['whose image does not exist', [...written, noImage], /in vain: backend: cannot pull .*not found/],
  [
    'that lacks a setting',
    [...written, ...crashes([1, 1], 'Error', 'Error: API_KEY is not set')],
    /in vain: backend crashes: .*API_KEY is not set/,
  ],
])('stops helm when its hook waits for a backend %s', async (_, events, message) => {
  await expect(applied(fold(events), 30)).rejects.toMatchObject({
    code: 'HELM_FAILED',
    message: expect.stringMatching(message),
  })
})

const oldCrashes = [
  ...baseline(),
  hook(isHook),
  seen(3, 'Pod', pod('old-1', { hash: 'old', ...waits('ErrImageNeverPull', '') })),
]
/** More pods of what runs, and no room for them. */
const scaled = [
  ...baseline(),
  hook(isHook),
  seen(3, 'Deployment', deployment({ generation: 2, replicas: 2, total: 2, available: 1 })),
  seen(3, 'Pod', pod('old-2', { hash: 'old', created: 3, ...waits('InvalidImageName', '') })),
]
const dies = crashes([1, 1, 1, 1])
const stuck = [hook(isHook), waiting('ErrImageNeverPull')]
it.each([
  ['a hook that may yet begin', [...baseline(), hook(isHook), waiting('ContainerCreating')]],
  ['a Job that helm does not wait for', [...baseline(), hook(isPart), waiting('ErrImageNeverPull')]],
  ['a backend whose Secret the hook may be about to make', [...written, noSecret]],
  ['a backend that dies of what the hook may be about to make', [...written, ...dies]],
  [
    'a backend that does not find the tables yet',
    [...written, ...crashes([1, 1]), says(6, 1, 'relation "todos" does not exist')],
  ],
  [
    'a backend that does not find what the hook may be about to make',
    [...written, ...crashes([1, 1], 'Error', 'Error: Kafka topic ORDER_EVENTS not found')],
  ],
  ['an autoscaler that asks for more than there is room for', scaled],
  ['what was wrong before this release, and a hook before it', oldCrashes],
  ['a backend whose image does not exist, and no hook to wait for', written.slice(0, -1).concat(noImage)],
  ['a hook of an earlier release', [...stuck, ...baseline()]],
  ['a hook of an earlier release, as long as not everything was listed', stuck],
])('leaves helm alone with %s', async (_, events) => {
  await expect(applied(fold(events), 30)).resolves.toBe('released')
})
