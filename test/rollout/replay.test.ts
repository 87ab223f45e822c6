import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { beginRollout } from '../../src/rollout/begin.ts'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import { reduce } from '../../src/rollout/reduce.ts'
import type { RolloutState, RolloutTarget } from '../../src/rollout/state.ts'
import { shuffledWithin } from './replaying.ts'

const folder = new URL('../fixtures/rollouts/', import.meta.url)

type Expected = { phase: string; class?: string }
type Trace = { name: string; events: RolloutEvent[]; expected: Expected }

const read = (file: string) => readFileSync(new URL(file, folder), 'utf8')

const traces: Trace[] = readdirSync(folder)
  .filter((file) => file.endsWith('.jsonl'))
  .map((file) => {
    const name = file.replace('.jsonl', '')
    const lines = read(file).trim().split('\n')
    return {
      name,
      events: lines.map((line) => JSON.parse(line)),
      expected: JSON.parse(read(`${name}.expected.json`)),
    }
  })

const namespaceOf = (events: RolloutEvent[]): string => {
  const seen = events.find((event) => event.type === 'seen')
  return seen?.object.metadata?.namespace ?? ''
}

const replay = (events: RolloutEvent[]): RolloutState => {
  const target: RolloutTarget = {
    namespace: namespaceOf(events),
    release: 'rec',
    components: [{ role: 'backend', deployment: 'rec-backend', service: 'rec-backend' }],
    timeoutSeconds: 90,
    soakSeconds: 3,
    until: 'complete',
  }
  return events.reduce(reduce, beginRollout(target, events[0]?.at ?? 0))
}

const outcome = (events: RolloutEvent[]): Expected => {
  const { phase, verdict } = replay(events)
  return { phase, ...(verdict && { class: verdict.class }) }
}

/** Another watcher of the same life: everything told twice. */
const doubled = (events: RolloutEvent[]): RolloutEvent[] => events.flatMap((event) => [event, event])

describe('rollouts recorded on a real cluster', () => {
  it('are there', () => expect(traces.length).toBeGreaterThan(0))

  it.each(traces)('$name', ({ events, expected }) => {
    expect(outcome(events)).toEqual(expected)
  })

  it.each(traces)('$name, shuffled within each moment', ({ events, expected }) => {
    for (const seed of [1, 2, 3, 4, 5]) expect(outcome(shuffledWithin(events, seed))).toEqual(expected)
  })

  it.each(traces)('$name, everything twice', ({ events, expected }) => {
    expect(outcome(doubled(events))).toEqual(expected)
  })

  it.each(traces)('$name, cut before its end: no verdict yet', ({ events }) => {
    const cut = replay(events.slice(0, -1))
    expect(['waiting', 'progressing']).toContain(cut.phase)
  })
})
