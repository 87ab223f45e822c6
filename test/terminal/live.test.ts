import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import type { Reporter } from '../../src/story.ts'
import { liveReporter } from '../../src/terminal/live.ts'
import { fold } from '../rollout/fold.ts'
import { at, readyPod, seen, tick } from '../rollout/objects.ts'
import { baseline, hears, newTemplate, sees } from '../rollout/story.ts'
import { plain } from '../views/plain-palette.ts'
import { screenOf } from './screen.ts'

const release = { name: 'shop', namespace: 'shop', context: 'kind-dev' }

const writer = () => {
  const written: string[] = []
  return { written, write: (text: string) => void written.push(text) }
}

const tell = (reporter: Reporter, events: RolloutEvent[], second: number) => {
  const state = fold(events)
  reporter.report({ type: 'rollout', at: at(second), state })
}

const sixPods = Array.from({ length: 5 }, (_, index) => seen(3, 'Pod', readyPod(`more-${index}`, 3)))

const unready = [
  ...baseline(),
  ...newTemplate(),
  sees(2, {
    state: { running: { startedAt: 2 } },
    started: true,
    probes: { readinessProbe: { httpGet: { path: '/ready', port: 8000 } } },
  }),
  hears(3, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503'),
  tick(15),
]

describe('live', () => {
  let time = 0
  beforeEach(() => {
    time = 0
    vi.useFakeTimers()
  })
  afterEach(() => vi.useRealTimers())

  const open = (columns = 80, rows = 24) => {
    const { written, write } = writer()
    const reporter = liveReporter({ write, size: () => ({ columns, rows }), palette: plain, now: () => time })
    reporter.report({ type: 'begin', at: at(0), command: 'up', release })
    return { written, reporter, screen: () => screenOf(written, rows) }
  }
  const rollOut = (columns = 80) => {
    const opened = open(columns)
    opened.reporter.report({ type: 'phase-started', at: at(0), phase: 'rollout' })
    tell(opened.reporter, unready, 5)
    vi.advanceTimersByTime(100)
    return opened
  }
  const end = (reporter: Reporter, status: 'done' | 'failed') =>
    reporter.report({
      type: 'phase-ended',
      at: at(9),
      report: { name: 'rollout', status, seconds: 9, summary: 'backend 1 of 1 ready' },
    })

  it('shows what runs below what is done, at 80 columns', () => {
    expect(rollOut().screen()).toMatchInlineSnapshot(`
      "
        shop → kind-dev / shop
        ● rollout    0s
          backend   Updating  0 of 1 new ready · 1 old
            new-1            new Running     13s  waiting for readiness /ready: 503
            old-1            old Ready
          ! backend runs, but is not ready: readiness /ready on port 8000 answers
            503

      "
    `)
  })

  it('shows the same at 40 columns', () => {
    expect(rollOut(40).screen()).toMatchInlineSnapshot(`
      "
        shop → kind-dev / shop
        ● rollout    0s
          backend  Updating 0/1 new · 1 old
            1 Running 13s readiness: 503
            1 old Ready
          ! backend runs, but is not ready:
            readiness /ready on port 8000
            answers 503

      "
    `)
  })

  it('keeps a line of a rollout that succeeded', () => {
    const { reporter, screen } = rollOut()
    end(reporter, 'done')
    reporter.close()
    reporter.close()
    expect(screen()).toMatchInlineSnapshot(`
      "
        shop → kind-dev / shop
        ✓ rollout    backend 1 of 1 ready                                        9.0s

      "
    `)
  })

  it('keeps the pods of a rollout that failed', () => {
    const { reporter, screen } = rollOut()
    end(reporter, 'failed')
    reporter.close()
    expect(screen()).toMatchInlineSnapshot(`
      "
        shop → kind-dev / shop
        ✗ rollout    failed                                                      9.0s
          backend   Updating  0 of 1 new ready · 1 old
            new-1            new Running     13s  waiting for readiness /ready: 503
            old-1            old Ready
          ! backend runs, but is not ready: readiness /ready on port 8000 answers
            503

      "
    `)
  })

  it('gives each component of a build one line, and leaves the builder’s noise out', () => {
    const { reporter, screen } = open()
    reporter.report({ type: 'phase-started', at: at(0), phase: 'images' })
    const lines = [
      'Sending build context to Docker daemon  36.86kB',
      'Step 1/9 : FROM node:22-slim',
      ' ---> 3f1b2c',
      'Step 2/9 : RUN npm ci',
      ' ---> Using cache',
    ]
    for (const component of ['frontend', 'backend'])
      for (const line of lines)
        reporter.report({ type: 'progress', at: at(1), phase: 'images', component, line })
    time = 4000
    vi.advanceTimersByTime(100)
    expect(screen()).toMatchInlineSnapshot(`
      "
        shop → kind-dev / shop
        ● images     4s
            frontend 2/9 RUN npm ci
            backend  2/9 RUN npm ci

      "
    `)
  })

  it('writes nothing when nothing changed', () => {
    const { written, reporter } = rollOut()
    const before = written.length
    tell(reporter, unready, 5)
    vi.advanceTimersByTime(500)
    expect(written.length).toBe(before)
  })

  it('redraws at most ten times a second, however much happens', () => {
    const { written, reporter } = open()
    reporter.report({ type: 'phase-started', at: at(0), phase: 'images' })
    const before = written.length
    for (let tenth = 0; tenth < 10; tenth++) {
      for (let line = 0; line < 50; line++)
        reporter.report({
          type: 'progress',
          at: at(1),
          phase: 'images',
          component: 'backend',
          line: `Step ${tenth}/9 : RUN ${tenth}.${line}`,
        })
      vi.advanceTimersByTime(100)
    }
    expect(written.length - before).toBeLessThanOrEqual(11)
    expect(written.join('')).toContain('RUN 9.49')
  })

  it('lets the time go on while nothing is heard', () => {
    const { reporter, screen } = open()
    reporter.report({ type: 'phase-started', at: at(0), phase: 'deliver' })
    time = 12_000
    vi.advanceTimersByTime(1000)
    expect(screen()).toMatch(/● deliver +12s/)
    reporter.close()
  })

  it('never draws more than the screen holds', () => {
    const { reporter, written } = open(80, 6)
    reporter.report({ type: 'phase-started', at: at(0), phase: 'rollout' })
    tell(reporter, [...unready, ...sixPods], 6)
    vi.advanceTimersByTime(100)
    expect(written.at(-1)!.match(/\n/g)!.length).toBeLessThanOrEqual(5)
    expect(written.join('')).toMatch(/… \d more lines/)
  })

  it('cuts to the width, so that no line wraps', () => {
    for (const line of rollOut(40).screen().split('\n')) expect(line.length).toBeLessThanOrEqual(40)
  })
})
