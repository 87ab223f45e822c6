import { expect, it } from 'vitest'
import type { Clock, Cluster, Secrets } from '../../src/ports.ts'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import { storyTeller } from '../../src/workflows/story-teller.ts'
import { trackRollout } from '../../src/workflows/track-rollout.ts'
import { at, target } from '../rollout/objects.ts'
import { baseline, newTemplate, takesOver } from '../rollout/story.ts'

const aborted = (signal?: AbortSignal) =>
  new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()))

async function* told(events: RolloutEvent[], signal: AbortSignal): AsyncGenerator<RolloutEvent> {
  yield* events
  await aborted(signal)
}

/** Nobody's alarm ever rings. */
const still: Clock = {
  now: () => at(9),
  monotonic: () => 0,
  sleep: (_milliseconds, signal) => aborted(signal),
}

const track = (events: RolloutEvent[], until: 'available' | 'complete') => {
  const cluster = {
    now: () => at(9),
    watch: (_namespace: string, _kinds: string[], signal: AbortSignal) => told(events, signal),
  }
  const reporter = { report: () => undefined, close: () => undefined }
  const needs = {
    cluster: cluster as unknown as Cluster,
    clock: still,
    secrets: { mask: (text: string) => text } as Secrets,
    story: storyTeller(still, reporter),
  }
  return trackRollout({ ...target, until, soakSeconds: 0 }, needs)
}

it('says that a rollout is done at the event that makes it so, not at the next tick', async () => {
  const { phase } = await track([...baseline(), ...newTemplate(), ...takesOver(4)], 'available').settled
  expect(phase).toBe('complete')
})
