import { describe, expect, it } from 'vitest'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import type { RolloutTarget } from '../../src/rollout/state.ts'
import { fold } from './fold.ts'
import { at, target } from './objects.ts'
import { playedWithTicks } from './replaying.ts'
import { baseline, crashes, newTemplate, says, sees } from './story.ts'

const usual = [...baseline(), ...newTemplate()]
const running = {
  state: { running: { startedAt: 2 } },
  started: true,
  probes: { readinessProbe: { httpGet: { path: '/', port: 8000 }, periodSeconds: 1 } },
}
const ask = (second: number, name: string, exists = false): RolloutEvent => ({
  type: 'confirmed',
  at: at(second),
  kind: 'Service',
  name,
  exists,
})
const setup = (event: RolloutEvent) => ({ ...event, container: 'setup' }) as RolloutEvent
const withInit = sees(2, {
  state: { waiting: { reason: 'PodInitializing', message: '' } },
  init: { state: { running: { startedAt: 2 } } },
})
const judged = (events: RolloutEvent[], second: number, over: Partial<RolloutTarget> = {}) =>
  fold(playedWithTicks([...usual, ...events], second), { timeoutSeconds: 600, ...over })
const on = (...database: string[]): Partial<RolloutTarget> => ({
  components: target.components.map((one) => ({ ...one, database })),
})

describe('a name that no Service has', () => {
  it('is no cause where it is a peer that the program does without', () => {
    const events = [
      sees(2, running),
      says(6, 0, 'warn tracing: getaddrinfo ENOTFOUND jaeger'),
      ask(51, 'jaeger'),
    ]
    expect(judged(events, 55, on('ep-quiet-sun.neon.tech')).phase).toBe('progressing')
  })

  it('is the cause where it is what its settings call the database', () => {
    const events = [sees(2, running), says(6, 0, 'error: getaddrinfo EAI_AGAIN db'), ask(51, 'db')]
    const { phase, verdict } = judged(events, 55, on('db', ':5432'))
    expect([phase, verdict?.class]).toEqual(['failed', 'database-host'])
  })

  it('does not make certain what a program died of otherwise', () => {
    const lines = ['warn metrics: getaddrinfo ENOTFOUND statsd', 'Error: connect ECONNREFUSED 10.0.0.7:6379']
    const crashed = [...crashes([1, 1, 1]), says(17, 2, ...lines)]
    const state = judged([...crashed, ask(48, 'statsd')], 60, on('ep-quiet-sun.neon.tech'))
    expect(state.phase).toBe('progressing')
    expect(JSON.stringify(state.warnings)).not.toContain('statsd')
  })

  it('is forgotten once an init container goes on to its work', () => {
    const waits = [withInit, setup(says(8, 0, "nc: bad address 'redis'"))]
    const works = setup(says(60, 0, "nc: bad address 'redis'", 'redis ok', 'applying migration 12'))
    expect(judged([...waits, ask(53, 'redis')], 56).phase).toBe('failed')
    expect(judged([...waits, works, ask(61, 'redis')], 90).phase).toBe('progressing')
  })
})
