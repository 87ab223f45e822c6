import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { beginRollout } from '../../src/rollout/begin.ts'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import { isSettled, reduce } from '../../src/rollout/reduce.ts'
import { fold } from './fold.ts'
import {
  at,
  deployment,
  endpoints,
  pod,
  readyPod,
  released,
  replicaSet,
  seen,
  synced,
  target,
  tick,
  ticks,
} from './objects.ts'
import { playedWithTicks, shuffledWithin } from './replaying.ts'
import { baseline, crashes, hears, newTemplate, oldGone, says, sees, takesOver } from './story.ts'

const usual = [...baseline(), ...newTemplate()]
const stories: Record<string, RolloutEvent[]> = {
  healthy: [...usual, ...takesOver(4), oldGone(8)],
  crashing: [...usual, ...crashes([1, 1, 1, 1], 'Error', 'Error: boom')],
  'wrong password': [...usual, ...crashes([1, 1], 'Error', 'password authentication failed for user "shop"')],
  'no image': [
    ...usual,
    sees(2, { state: { waiting: { reason: 'ErrImagePull', message: 'x: not found' } } }),
  ],
  'killed by a probe': [
    ...usual,
    ...crashes([0, 0]),
    hears(4, 'Killing', 'Container backend failed liveness probe, will be restarted', { count: 2 }),
  ],
  'stays unready': [...usual, sees(2, { state: { running: { startedAt: 2 } } }), says(9, 0, 'waiting')],
}
const story = fc.constantFrom(...Object.keys(stories))
const until = 60

const verdictOf = (events: RolloutEvent[]) => {
  const state = fold(events, { timeoutSeconds: 50 })
  return { phase: state.phase, class: state.verdict?.class }
}

const settledStates = () =>
  Object.values(stories).map((events) => fold(playedWithTicks(events, until), { timeoutSeconds: 50 }))

describe('the laws of a rollout', () => {
  it('a settled phase absorbs every event', () => {
    const states = settledStates()
    expect(states.every(isSettled)).toBe(true)
    const anything = [
      ...stories['crashing']!,
      ...stories['healthy']!,
      tick(9999),
      { type: 'lost', at: at(9), message: '' } as const,
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...states),
        fc.constantFrom(...anything),
        (state, event) => reduce(state, event) === state,
      ),
    )
  })

  it('the same event twice equals once', () => {
    fc.assert(
      fc.property(story, fc.nat(), (name, index) => {
        const events = playedWithTicks(stories[name]!, until)
        const before = events.slice(0, (index % events.length) + 1)
        const once = fold(before)
        expect(reduce(once, before.at(-1)!)).toEqual(once)
      }),
      { numRuns: 60 },
    )
  })

  it('the order within a moment does not change the verdict', () => {
    fc.assert(
      fc.property(story, fc.integer(), (name, seed) => {
        const events = playedWithTicks(stories[name]!, until)
        expect(verdictOf(shuffledWithin(events, seed))).toEqual(verdictOf(events))
      }),
      { numRuns: 100 },
    )
  })

  it('late and repeated events do not change the verdict', () => {
    fc.assert(
      fc.property(story, fc.array(fc.nat(), { maxLength: 10 }), (name, picks) => {
        const events = playedWithTicks(stories[name]!, until)
        const objects = events.filter((event) => event.type === 'seen')
        const late = picks.map((pick) => objects[pick % objects.length]!)
        const again = events.flatMap((event, index) =>
          index % 7 === 6 ? [event, ...late.filter((one) => one.at <= event.at)] : [event],
        )
        expect(verdictOf(again)).toEqual(verdictOf(events))
      }),
      { numRuns: 60 },
    )
  })

  it('a stale generation changes nothing', () => {
    const stale = [
      ...baseline(),
      released(1),
      seen(1, 'Deployment', deployment({ generation: 2, observed: 1, image: 'backend:2' })),
      seen(1, 'Pod', readyPod('old-1', 0, { hash: 'old' })),
    ]
    expect(fold([...stale, ...ticks(1, 60)]).phase).toBe('progressing')
  })

  it('pods of old ReplicaSets never count', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('CrashLoopBackOff', 'ErrImageNeverPull', 'InvalidImageName'),
        fc.integer({ min: 3, max: 50 }),
        (reason, restarts) => {
          const bad = pod('old-2', {
            hash: 'old',
            state: { waiting: { reason } },
            last: { terminated: { exitCode: 1, at: 0 } },
            restarts,
          })
          return fold([...usual, seen(2, 'Pod', bad), ...ticks(2, 100)]).phase === 'progressing'
        },
      ),
    )
  })

  it('lost sight never fails a rollout', () => {
    fc.assert(
      fc.property(story, fc.nat(), (name, index) => {
        const events = playedWithTicks(stories[name]!, until)
        const begun = fold(events.slice(0, index % events.length))
        fc.pre(!isSettled(begun))
        const blind = [
          { type: 'lost', at: begun.now, message: '' } as const,
          tick(80),
          ...events.slice(index % events.length),
          tick(100),
          tick(2000),
        ]
        const { phase } = blind.reduce<ReturnType<typeof fold>>(reduce, begun)
        return phase === 'lost' || phase === 'waiting'
      }),
      { numRuns: 60 },
    )
  })

  it('only a tick times out, fails or completes', () => {
    for (const events of Object.values(stories)) {
      let state = beginRollout({ ...target, timeoutSeconds: 50 }, at(0))
      for (const event of playedWithTicks(events, until)) {
        const next = reduce(state, event)
        if (isSettled(next) && !isSettled(state)) expect(event.type).toBe('tick')
        state = next
      }
    }
  })

  it('zero replicas completes', () => {
    const events = [
      ...baseline(),
      released(1),
      seen(2, 'Deployment', deployment({ generation: 2, replicas: 0, image: 'backend:2' })),
      seen(2, 'ReplicaSet', replicaSet('new', 'backend:2', { replicas: 0, have: 0 })),
      oldGone(3),
      seen(3, 'EndpointSlice', endpoints()),
    ]
    expect(fold([...events, ...ticks(3, 10)]).phase).toBe('complete')
  })

  it('failed ranks above complete', () => {
    const job = {
      metadata: {
        name: 'migrate',
        uid: 'job',
        resourceVersion: '9999',
        annotations: { 'helm.sh/hook': 'post-upgrade' },
      },
      status: { conditions: [{ type: 'Failed', status: 'True' }] },
    }
    expect(fold([...stories['healthy']!, seen(8, 'Job', job), ...ticks(9, 30)]).phase).toBe('failed')
  })

  it('there is no verdict without evidence', () => {
    const silent = fold([...baseline(), ...synced(0), released(1), tick(500)])
    expect([silent.phase, silent.verdict]).toEqual(['timed-out', undefined])
  })

  it('cancelled settles at once', () => {
    expect(fold([...usual, { type: 'cancelled', at: at(3), by: 'SIGINT' }]).phase).toBe('cancelled')
  })
})
