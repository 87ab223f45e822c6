import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { RolloutState } from '../../src/rollout/state.ts'
import { stopForHook } from '../../src/workflows/stop-for-hook.ts'
import { fold } from '../rollout/fold.ts'
import { at, pod, seen, time } from '../rollout/objects.ts'
import { baseline } from '../rollout/story.ts'

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

const stuck = [hook(isHook), waiting('ErrImageNeverPull')]
it.each([
  ['a hook that may yet begin', [...baseline(), hook(isHook), waiting('ContainerCreating')]],
  ['a Job that helm does not wait for', [...baseline(), hook(isPart), waiting('ErrImageNeverPull')]],
  ['a hook of an earlier release', [...stuck, ...baseline()]],
  ['a hook of an earlier release, as long as not everything was listed', stuck],
])('leaves helm alone with %s', async (_, events) => {
  await expect(applied(fold(events), 30)).resolves.toBe('released')
})
