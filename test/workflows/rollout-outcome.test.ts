import { describe, expect, it } from 'vitest'
import { isDeployError } from '../../src/errors.ts'
import type { RolloutState } from '../../src/rollout/state.ts'
import { requireComplete } from '../../src/workflows/rollout-outcome.ts'
import { fold } from '../rollout/fold.ts'
import { pod, seen, ticks } from '../rollout/objects.ts'
import { baseline, hears, newTemplate } from '../rollout/story.ts'

const failureOf = (state: RolloutState) => {
  try {
    requireComplete(state)
  } catch (error) {
    if (isDeployError(error)) return { code: error.code, message: error.message, ...error.details }
  }
  return undefined
}

describe('a rollout that was not complete in time', () => {
  const starting = (second: number) => [
    ...baseline(),
    ...newTemplate(),
    seen(second, 'Pod', {
      ...pod('new-1', {
        created: second,
        state: { running: { startedAt: second } },
        started: true,
        probes: { readinessProbe: { httpGet: { path: '/ready', port: 8000 } } },
      }),
    }),
    hears(second + 1, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503'),
    ...ticks(second + 2, 65),
  ]

  it('was not ended by a pod that has only just begun', () => {
    expect(failureOf(fold(starting(57), { timeoutSeconds: 60 }))).toMatchObject({
      code: 'ROLLOUT_TIMED_OUT',
      message: 'the rollout was not complete after 60 s',
      evidence: [
        'backend: 0 of 1 new pods ready, 1 old still there',
        'new-1 Running: waiting for readiness /ready: 503',
      ],
      hint: 'nothing failed for certain; give it more time, or look closer',
    })
  })

  it('names what has kept it from being ready for long, once', () => {
    const failure = failureOf(fold(starting(30), { timeoutSeconds: 60 }))
    expect(failure?.message).toMatch(/^backend runs, but is not ready: .* answers 503; the rollout was not/)
    expect(failure?.evidence?.join('\n')).not.toContain('backend runs, but is not ready')
  })
})
