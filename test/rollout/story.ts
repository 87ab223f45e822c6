import type { RolloutEvent } from '../../src/rollout/event.ts'
import {
  at,
  deployment,
  endpoints,
  gone,
  kubeEvent,
  pod,
  readyPod,
  released,
  replicaSet,
  seen,
  service,
  synced,
} from './objects.ts'

/** One old pod serves. */
export const baseline = (): RolloutEvent[] => [
  seen(0, 'Deployment', deployment()),
  seen(0, 'ReplicaSet', replicaSet('old', 'backend:1')),
  seen(0, 'Pod', readyPod('old-1', 0, { hash: 'old' })),
  seen(0, 'Service', service()),
  seen(0, 'EndpointSlice', endpoints('old-1')),
  ...synced(0),
]

/** helm wrote a new template at second 1; its ReplicaSet exists. */
export const newTemplate = (set: Parameters<typeof replicaSet>[2] = {}): RolloutEvent[] => [
  seen(1, 'Deployment', deployment({ generation: 2, observed: 1, image: 'backend:2' })),
  released(1),
  seen(
    1,
    'Deployment',
    deployment({ generation: 2, image: 'backend:2', updated: 1, total: 2, available: 1 }),
  ),
  seen(1, 'ReplicaSet', replicaSet('new', 'backend:2', { revision: 2, ...set })),
]

/** The new pod is Ready at `second`, and the old one goes. */
export const takesOver = (second: number, shape: Parameters<typeof pod>[1] = {}): RolloutEvent[] => [
  seen(second, 'Pod', readyPod('new-1', second, shape)),
  seen(second, 'EndpointSlice', endpoints('old-1', 'new-1')),
  seen(second, 'Pod', readyPod('old-1', 0, { hash: 'old', deletionAt: second + 30 })),
  seen(second + 1, 'EndpointSlice', endpoints('new-1')),
  seen(second + 1, 'Deployment', deployment({ generation: 2, image: 'backend:2' })),
]

export const oldGone = (second: number): RolloutEvent => gone(second, 'Pod', pod('old-1', { hash: 'old' }))

export const sees = (second: number, shape: Parameters<typeof pod>[1]): RolloutEvent =>
  seen(second, 'Pod', pod('new-1', { created: 1, ...shape }))

export const hears = (
  second: number,
  reason: string,
  message: string,
  shape: Parameters<typeof kubeEvent>[3] = {},
): RolloutEvent =>
  seen(second, 'Event', kubeEvent('new-1', reason, message, { first: second, last: second, ...shape }))

export const says = (second: number, attempt: number, ...lines: string[]): RolloutEvent => ({
  type: 'log',
  at: at(second),
  pod: 'new-1',
  container: 'backend',
  previous: false,
  lines,
  attempt,
})

/** The container ends `codes.length` times, with the back-off of the kubelet, a log line each time. */
export const crashes = (codes: number[], reason?: string, line?: string): RolloutEvent[] =>
  codes.flatMap((exitCode, attempt) => {
    const second = 2 + [0, 2, 14, 36, 78][attempt]!
    const ended = { terminated: { exitCode, at: second, ...(reason && { reason }) } }
    return [
      sees(second, { state: ended, restarts: attempt }),
      ...(line ? [says(second, attempt, line)] : []),
      ...(attempt > 0
        ? [
            sees(second + 1, {
              state: {
                waiting: { reason: 'CrashLoopBackOff', message: `back-off ${attempt * 10}s restarting` },
              },
              last: ended,
              restarts: attempt,
            }),
          ]
        : []),
    ]
  })
