import { describe, expect, it } from 'vitest'
import type { RolloutState } from '../../src/rollout/state.ts'
import { viewRollout } from '../../src/views/view-rollout.ts'
import { fold } from '../rollout/fold.ts'
import { pod, readyPod, seen, tick, ticks } from '../rollout/objects.ts'
import { baseline, hears, newTemplate, oldGone, sees, takesOver } from '../rollout/story.ts'
import { plain } from './plain-palette.ts'

const usual = [...baseline(), ...newTemplate()]
const probes = { readinessProbe: { httpGet: { path: '/ready', port: 8000 } } }
const unready = sees(2, { state: { running: { startedAt: 2 } }, started: true, probes })

const show = (state: RolloutState, columns: number) => `\n${viewRollout(state, plain, columns).join('\n')}\n`

describe('the tree of a rollout', () => {
  it('tells each pod’s phase, age and first unmet step', () => {
    const state = fold([
      ...usual,
      unready,
      hears(3, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503'),
      tick(15),
    ])
    expect(show(state, 80)).toMatchInlineSnapshot(`
      "
          backend   Updating  0 of 1 new ready · 1 old
            new-1            new Running     13s  waiting for readiness /ready: 503
            old-1            old Ready
          ! backend runs, but is not ready: readiness /ready on port 8000 answers
            503
      "
    `)
    expect(show(state, 40)).toMatchInlineSnapshot(`
      "
          backend  Updating 0/1 new · 1 old
            1 Running 13s readiness: 503
            1 old Ready
          ! backend runs, but is not ready:
            readiness /ready on port 8000
            answers 503
      "
    `)
  })

  it('says how long is left once an end is near', () => {
    const failing = [
      ...usual,
      unready,
      hears(3, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 500'),
    ]
    const lines = (until: number, columns: number) => show(fold([...failing, ...ticks(4, until)]), columns)
    expect(lines(20, 80)).not.toContain('fails in')
    expect(lines(40, 80)).toContain('    ! backend fails in 25 s unless Ready\n')
    expect(lines(40, 40)).toContain('    ! backend fails in 25 s unless\n      Ready\n')
  })

  it('says why it does not end once all is ready', () => {
    const state = fold([...usual, ...takesOver(4), oldGone(6), ...ticks(7, 9)], { soakSeconds: 5 })
    expect(show(state, 80)).toContain('    all ready; 3 seconds more without a restart\n')
  })

  it('says when a startup probe will kill', () => {
    const startup = {
      startupProbe: { httpGet: { path: '/up', port: 8000 }, periodSeconds: 2, failureThreshold: 30 },
    }
    const starting = sees(2, { state: { running: { startedAt: 2 } }, started: false, probes: startup })
    const lines = (until: number, columns: number) =>
      show(fold([...usual, starting, ...ticks(3, until)]), columns)
    expect(lines(20, 80)).not.toContain('killed')
    expect(lines(40, 80)).toMatch(/Running +38s +startup \/up, killed in 23s/)
    expect(lines(40, 40)).toMatch(/Running 38s.*, killed in 23s/)
  })

  it('leaves out where an image comes from before it cuts its name', () => {
    const image = '127.0.0.1:39911/shop-of-the-town/backend:3f9c1e7a'
    const pulling = { ...pod('new-1', { created: 2, state: { waiting: { reason: 'ContainerCreating' } } }) }
    pulling.spec!.containers[0]!.image = image
    const state = fold([
      ...usual,
      seen(2, 'Pod', pulling),
      hears(3, 'Pulling', `Pulling image "${image}"`),
      tick(15),
    ])
    expect(show(state, 120)).toMatch(`12s  pulling ${image}`)
    expect(show(state, 80)).toMatch(/Pulling +12s +backend:3f9c1e7a/)
  })

  it('counts a terminating pod down', () => {
    const state = fold([...usual, ...takesOver(4), tick(6)])
    expect(show(state, 100)).toMatch(/old-1 +old Terminating 2s of 30s/)
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
    expect(lines.join('\n')).toMatch(/49 pods +new Ready/)
    expect(lines.join('\n')).toMatch(/odd +new Pulling/)
  })

  it.each([40, 60, 80, 120])('fits %i columns', (columns) => {
    const state = fold([
      ...usual,
      unready,
      hears(3, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503'),
      tick(15),
    ])
    for (const line of viewRollout(state, plain, columns))
      expect(line.trimEnd().length).toBeLessThanOrEqual(columns)
  })
})
