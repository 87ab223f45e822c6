import { describe, expect, it } from 'vitest'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import { fold } from './fold.ts'
import {
  at,
  deployment,
  endpoints,
  gone,
  pod,
  readyPod,
  released,
  replicaSet,
  seen,
  service,
  synced,
  tick,
  ticks,
} from './objects.ts'

const baseline = (): RolloutEvent[] => [
  seen(0, 'Deployment', deployment()),
  seen(0, 'ReplicaSet', replicaSet('old', 'backend:1')),
  seen(0, 'Pod', readyPod('old-1', 0, { hash: 'old' })),
  seen(0, 'Service', service()),
  seen(0, 'EndpointSlice', endpoints('old-1')),
  ...synced(0),
]

const released2 = (): RolloutEvent[] => [
  seen(1, 'Deployment', deployment({ generation: 2, observed: 1, image: 'backend:2' })),
  released(1),
  seen(1, 'Deployment', deployment({ generation: 2, image: 'backend:2', updated: 1, total: 2 })),
  seen(1, 'ReplicaSet', replicaSet('new', 'backend:2', { revision: 2 })),
]

const done = (): RolloutEvent[] => [
  seen(4, 'Pod', readyPod('new-1', 4)),
  seen(4, 'EndpointSlice', endpoints('old-1', 'new-1')),
  seen(5, 'Pod', readyPod('old-1', 0, { hash: 'old', deletionAt: 35 })),
  seen(5, 'EndpointSlice', endpoints('new-1')),
  seen(5, 'Deployment', deployment({ generation: 2, image: 'backend:2' })),
]

describe('a rollout', () => {
  it('is complete when the old pod is gone and the soak is over', () => {
    const begun = [...baseline(), ...released2(), ...done()]
    expect(fold([...begun, ...ticks(6, 30)]).phase).toBe('progressing')
    const left = [...begun, gone(8, 'Pod', pod('old-1', { hash: 'old', deletionAt: 35 }))]
    expect(fold([...left, ...ticks(8, 12)]).phase).toBe('progressing')
    const state = fold([...left, ...ticks(8, 13)])
    expect(state.phase).toBe('complete')
    expect(state.components[0]).toMatchObject({
      state: 'Active',
      unchanged: false,
      ready: 1,
      oldPods: 0,
      outageMs: 0,
    })
  })

  it('stops earlier until available', () => {
    expect(fold([...baseline(), ...released2(), ...done(), tick(6)], { until: 'available' }).phase).toBe(
      'complete',
    )
  })

  it('says at once that nothing changed', () => {
    const state = fold([...baseline(), released(1, 1), tick(1)])
    expect(state.phase).toBe('complete')
    expect(state.components[0]?.unchanged).toBe(true)
  })

  it('does not mistake a watch that lags for a release without change', () => {
    expect(fold([...baseline(), released(1, 2), ...ticks(1, 20)]).phase).toBe('progressing')
    const unknown: RolloutEvent = { type: 'released', at: at(1), revision: 2 }
    expect(fold([...baseline(), unknown, tick(1)]).phase).toBe('progressing')
    expect(fold([...baseline(), unknown, ...ticks(1, 3)]).phase).toBe('complete')
  })

  it('times out by a tick only', () => {
    const begun = [...baseline(), ...released2()]
    expect(fold([...begun, seen(500, 'Pod', pod('new-1'))]).phase).toBe('progressing')
    expect(fold([...begun, tick(121)]).phase).toBe('timed-out')
  })

  it('tells what each pod waits for', () => {
    const state = fold([...baseline(), ...released2(), seen(2, 'Pod', pod('new-1', { created: 1 }))])
    expect(state.pods.map((one) => [one.name, one.isNew, one.phase, one.waitingFor])).toEqual([
      ['new-1', true, 'Starting', 'creating the container'],
      ['old-1', false, 'Ready', ''],
    ])
  })
})
