import type { KubeObject } from '../rollout/kube.ts'
import type { Component } from '../rollout/scope.ts'
import { type JobSight, seeJob } from '../rollout/verdicts/see-job.ts'
import { requireSight } from './tell-sight.ts'
import { trackRollout } from './track-rollout.ts'
import type { UpRun } from './up-run.ts'

export type WatchedJob = { look(): Promise<JobSight>; stop(): void }

type Asked = {
  /** What the rules take it for. */
  component: Component
  /** What their sentences call it. */
  title: string
  make(): Promise<KubeObject>
}

/** A Job with the same eyes as a rollout: its watch, its questions and its rules. It must not be there before. */
export async function watchJob(run: UpRun, { component, title, make }: Asked): Promise<WatchedJob> {
  const { cluster, world, story, namespace, config } = run
  const target = { namespace, release: config.name, components: [], timeoutSeconds: 0, soakSeconds: 0 }
  const tracker = trackRollout(
    { ...target, until: 'complete' },
    // nothing is rolled out yet: there is no picture of it
    { cluster, clock: world.clock, secrets: world.secrets, story: { ...story, tell: () => undefined } },
  )
  const stop = () => {
    world.signal.removeEventListener('abort', stop)
    tracker.stop()
  }
  world.signal.addEventListener('abort', stop)
  try {
    await Promise.race([tracker.baseline, tracker.settled])
    world.signal.throwIfAborted()
    requireSight(tracker.current())
    const job = await make()
    const uid = job.metadata?.uid ?? ''
    return {
      stop,
      async look() {
        // a sleep that is cut short only ends
        world.signal.throwIfAborted()
        const state = tracker.current()
        requireSight(state)
        // who may not watch Jobs may perhaps get the one that they made
        if (state.memory.hidden.has('Job')) {
          const object = await cluster.get(
            { apiVersion: 'batch/v1', kind: 'Job', namespace, name: job.metadata?.name ?? '' },
            world.signal,
          )
          const at = tracker.now()
          if (object) tracker.feed({ type: 'seen', at, kind: 'Job', object: object as never })
          else tracker.feed({ type: 'gone', at, kind: 'Job', object: job as never })
        }
        return seeJob(tracker.current().memory, uid, { component, title }, tracker.now())
      },
    }
  } catch (error) {
    stop()
    throw error
  }
}
