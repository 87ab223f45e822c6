import { describe, expect, it } from 'vitest'
import type { Palette } from '../../src/ports.ts'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import type { Reporter } from '../../src/story.ts'
import { liveReporter } from '../../src/terminal/live.ts'
import { ndjsonReporter } from '../../src/terminal/ndjson.ts'
import { plainReporter } from '../../src/terminal/plain.ts'
import { fold } from '../rollout/fold.ts'
import { at, tick } from '../rollout/objects.ts'
import { baseline, newTemplate, sees } from '../rollout/story.ts'

const same = (text: string) => text
const plain: Palette = { good: same, bad: same, warn: same, dim: same, strong: same, accent: same }
const release = { name: 'shop', namespace: 'shop', context: 'kind-dev' }

const writer = () => {
  const written: string[] = []
  return { written, write: (text: string) => void written.push(text) }
}

const tell = (reporter: Reporter, events: RolloutEvent[], second: number) => {
  const state = fold(events)
  reporter.report({ type: 'rollout', at: at(second), state })
}

const waiting = [
  ...baseline(),
  ...newTemplate(),
  sees(2, { state: { waiting: { reason: 'ContainerCreating' } } }),
  tick(3),
]

describe('live', () => {
  const play = (columns = 80) => {
    const { written, write } = writer()
    const reporter = liveReporter({ write, size: () => ({ columns, rows: 24 }), palette: plain })
    reporter.report({ type: 'begin', at: at(0), command: 'up', release })
    reporter.report({ type: 'phase-started', at: at(0), phase: 'rollout' })
    tell(reporter, waiting, 3)
    return { written, reporter }
  }

  it('writes nothing when nothing changed', () => {
    const { written, reporter } = play()
    const before = written.length
    tell(reporter, waiting, 3)
    expect(written.length).toBe(before)
  })

  it('redraws in place and leaves the last tree behind', () => {
    const { written, reporter } = play()
    expect(written.at(-1)).toMatch(/^\u001b\[\d+A/)
    reporter.report({
      type: 'phase-ended',
      at: at(9),
      report: { name: 'rollout', status: 'done', seconds: 9 },
    })
    reporter.close()
    reporter.close()
    expect(written.join('')).toMatch(/✓ rollout[\s\S]*creating the container/)
  })

  it('cuts to the width, so that no line wraps', () => {
    for (const text of play(40).written)
      for (const line of text.split('\n'))
        expect(line.replace(/\u001b\[\d*[A-Z]/g, '').length).toBeLessThanOrEqual(40)
  })
})

describe('plain', () => {
  it('writes a line per change, and reminds after 30 s of silence', () => {
    const { written, write } = writer()
    const reporter = plainReporter({ write, columns: 80, palette: plain })
    reporter.report({
      type: 'transition',
      at: at(2),
      transition: { at: '2026-03-01T10:00:02.000Z', object: 'Pod/new-1', from: '', to: 'Starting' },
    })
    tell(reporter, waiting, 10)
    expect(written).toEqual(['    10:00:02 Pod/new-1  Starting\n'])
    tell(reporter, waiting, 33)
    expect(written.join('')).toMatch(/still waiting: new-1 Starting, creating the container/)
  })
})

describe('ndjson', () => {
  it('writes one JSON line per event, without whole states', () => {
    const { written, write } = writer()
    const reporter = ndjsonReporter({ write })
    tell(reporter, waiting, 3)
    reporter.report({ type: 'phase-started', at: at(4), phase: 'verify' })
    expect(written.map((line) => JSON.parse(line))).toEqual([
      { schema: 'k8sdeploy/event/1', at: '2026-03-01T10:00:04.000Z', type: 'phase-started', phase: 'verify' },
    ])
  })
})
