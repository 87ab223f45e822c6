import { describe, expect, it } from 'vitest'
import type { Palette } from '../../src/ports.ts'
import { viewRollout } from '../../src/views/view-rollout.ts'
import { viewVerdict } from '../../src/views/view-verdict.ts'
import { fold } from '../rollout/fold.ts'
import { pod, readyPod, seen, tick } from '../rollout/objects.ts'
import { baseline, crashes, hears, newTemplate, sees, takesOver } from '../rollout/story.ts'

const same = (text: string) => text
const plain: Palette = { good: same, bad: same, warn: same, dim: same, strong: same, accent: same }
const usual = [...baseline(), ...newTemplate()]
const probes = { readinessProbe: { httpGet: { path: '/ready', port: 8000 } } }
const unready = sees(2, { state: { running: { startedAt: 2 } }, started: true, probes })

describe('the tree of a rollout', () => {
  it('tells each pod’s phase, age and first unmet step', () => {
    const state = fold([
      ...usual,
      unready,
      hears(3, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503'),
      tick(5),
    ])
    const text = viewRollout(state, plain, 100).join('\n')
    expect(text).toMatch(/backend +Updating +0 of 1 new ready · 1 old/)
    expect(text).toMatch(/new-1 +new Running +3s +waiting for readiness \/ready: 503/)
    expect(text).toMatch(/old-1 +old Ready/)
  })

  it('counts a terminating pod down', () => {
    const state = fold([...usual, ...takesOver(4), tick(6)])
    expect(viewRollout(state, plain, 100).join('\n')).toMatch(/old-1 +old Terminating 2s of 30s/)
  })

  it('collapses fifty pods into a few lines, and keeps the odd one visible', () => {
    const many = Array.from({ length: 49 }, (_, index) => seen(3, 'Pod', readyPod(`new-${index}`, 3)))
    const odd = seen(
      3,
      'Pod',
      pod('odd', { created: 2, state: { waiting: { reason: 'ErrImagePull', message: 'not found' } } }),
    )
    const lines = viewRollout(fold([...usual, ...many, odd, tick(4)]), plain, 100)
    expect(lines.length).toBeLessThan(8)
    expect(lines.join('\n')).toMatch(/49 pods new Ready/)
    expect(lines.join('\n')).toMatch(/odd +new Pulling/)
  })

  it.each([40, 60, 80, 120])('fits %i columns', (columns) => {
    const state = fold([
      ...usual,
      unready,
      hears(3, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503'),
      tick(5),
    ])
    for (const line of viewRollout(state, plain, columns))
      expect(line.trimEnd().length).toBeLessThanOrEqual(Math.max(columns, 50))
  })
})

describe('a verdict', () => {
  it('says what, why and what to type', () => {
    const state = fold([
      ...usual,
      ...crashes([1, 1], 'Error', 'password authentication failed for user "shop" (28P01)'),
      tick(8),
    ])
    const text = viewVerdict(state.verdict!, plain, 80).join('\n')
    expect(text).toMatch(/✗ backend cannot log in to its database/)
    expect(text).toMatch(/why +a rejected login stays rejected/)
    expect(text).toMatch(/next +put the right user and password/)
  })
})
