import { describe, expect, it } from 'vitest'
import type { Deployment } from '../../../src/sandbox/controllers/objects.ts'
import { planRollingUpdate, rolloutLimits } from '../../../src/sandbox/controllers/plan-rolling-update.ts'

const strategy = (replicas: number, maxSurge?: string | number, maxUnavailable?: string | number) =>
  rolloutLimits({
    spec: { replicas, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } } },
  } as Deployment)

describe('limits', () => {
  it.each([
    [strategy(4), { replicas: 4, maxSurge: 1, maxUnavailable: 1 }],
    [strategy(1), { replicas: 1, maxSurge: 1, maxUnavailable: 0 }],
    [strategy(10, '15%', '15%'), { replicas: 10, maxSurge: 2, maxUnavailable: 1 }],
    [strategy(3, 0, 0), { replicas: 3, maxSurge: 0, maxUnavailable: 1 }],
    [strategy(2, 1, 0), { replicas: 2, maxSurge: 1, maxUnavailable: 0 }],
  ])('%j', (limits, wanted) => {
    expect(limits).toEqual(wanted)
  })
})

describe('the next step', () => {
  const step = (limits: [number, number, number], current: [number, number], ...old: [number, number][]) =>
    planRollingUpdate(
      { replicas: limits[0], maxSurge: limits[1], maxUnavailable: limits[2] },
      { name: 'new', replicas: current[0], available: current[1] },
      old.map(([replicas, available], i) => ({ name: `old${i}`, replicas, available })),
    )
  it.each([
    ['a first rollout makes all of them', step([3, 1, 0], [0, 0]), [{ name: 'new', replicas: 3 }]],
    ['the new set grows by the surge', step([2, 1, 0], [0, 0], [2, 2]), [{ name: 'new', replicas: 1 }]],
    ['nothing shrinks before a new pod is available', step([2, 1, 0], [1, 0], [2, 2]), []],
    [
      'an old pod goes when a new one is available',
      step([2, 1, 0], [1, 1], [2, 2]),
      [{ name: 'old0', replicas: 1 }],
    ],
    ['broken old pods go first', step([2, 1, 0], [1, 1], [2, 1]), [{ name: 'old0', replicas: 1 }]],
    ['unavailability is spent', step([4, 1, 1], [1, 0], [4, 4]), [{ name: 'old0', replicas: 3 }]],
    ['the last old pod goes at the end', step([2, 1, 0], [2, 2], [1, 1]), [{ name: 'old0', replicas: 0 }]],
    ['finished means nothing to do', step([2, 1, 0], [2, 2]), []],
    ['scaling down takes from the new set', step([1, 1, 0], [3, 3]), [{ name: 'new', replicas: 1 }]],
    [
      'the oldest set goes first',
      step([2, 1, 0], [2, 2], [1, 1], [1, 1]),
      [
        { name: 'old0', replicas: 0 },
        { name: 'old1', replicas: 0 },
      ],
    ],
  ])('%s', (_, planned, wanted) => {
    expect(planned).toEqual(wanted)
  })
})
