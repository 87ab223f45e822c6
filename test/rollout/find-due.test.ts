import { describe, expect, it } from 'vitest'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import { fold } from './fold.ts'
import { at, pod, readyPod, released, seen, ticks } from './objects.ts'
import { baseline, hears, newTemplate, oldGone, sees, takesOver } from './story.ts'

const probes = { readinessProbe: { httpGet: { path: '/ready', port: 8000 }, periodSeconds: 1 } }
const running = { state: { running: { startedAt: 2 } }, started: true, probes }
const startup = { startupProbe: { httpGet: { path: '/up', port: 8000 }, periodSeconds: 1 } }
const starting = { state: { running: { startedAt: 2 } }, started: false, probes: startup }
const answers = (probe: string, status: number, second = 3) =>
  hears(second, 'Unhealthy', `${probe} probe failed: HTTP probe failed with statuscode: ${status}`)
const killed = hears(6, 'Killing', 'Container backend failed startup probe, will be restarted')

const usual = [...baseline(), ...newTemplate()]
const dueOf = (events: RolloutEvent[], until: number) =>
  fold([...usual, released(2), ...events, ...ticks(4, until)], { timeoutSeconds: 600 }).due

describe('what ends a rollout, and when', () => {
  it.each<[string, RolloutEvent[], { class: string; at?: number }]>([
    ['nothing known but the timeout', [], { class: 'timed-out' }],
    ['a clear no', [sees(2, running), answers('Readiness', 500)], { class: 'never-ready', at: at(33) }],
    ['a not yet', [sees(2, running), answers('Readiness', 503)], { class: 'never-ready', at: at(103) }],
    [
      'a second start that its startup probe does not like either',
      [
        sees(2, starting),
        killed,
        sees(8, { ...starting, state: { running: { startedAt: 7 } }, restarts: 1 }),
      ],
      { class: 'probe-kill', at: at(37) },
    ],
    [
      'a sibling that is Ready: time alone settles nothing',
      [sees(2, running), answers('Readiness', 500), seen(3, 'Pod', readyPod('new-2', 3))],
      { class: 'timed-out' },
    ],
  ])('%s', (_, events, expected) => {
    expect(dueOf(events, 10)).toMatchObject(expected)
  })

  it('knows no end while an image is on its way', () => {
    const pulling = pod('new-1', { created: 2, state: { waiting: { reason: 'ContainerCreating' } } })
    expect(
      dueOf([seen(2, 'Pod', pulling), hears(3, 'Pulling', 'Pulling image "backend:2"')], 10),
    ).toBeUndefined()
  })

  it('says until when nothing may restart once everything is ready', () => {
    const state = fold([...usual, ...takesOver(4), oldGone(6), ...ticks(7, 9)], { soakSeconds: 5 })
    expect([state.due, state.soakUntil]).toEqual([undefined, at(12)])
  })
})
