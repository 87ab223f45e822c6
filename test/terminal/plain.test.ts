import { describe, expect, it } from 'vitest'
import type { StoryEvent } from '../../src/story.ts'
import { plainReporter } from '../../src/terminal/plain.ts'
import { fold } from '../rollout/fold.ts'
import { at, deployment, readyPod, seen, tick, ticks } from '../rollout/objects.ts'
import { baseline, hears, newTemplate, sees } from '../rollout/story.ts'
import { plain } from '../views/plain-palette.ts'

const tell = (events: StoryEvent[], columns = 80, isScreen = false) => {
  const written: string[] = []
  const reporter = plainReporter({
    write: (text) => void written.push(text),
    columns,
    palette: plain,
    isScreen,
  })
  for (const event of events) reporter.report(event)
  return `\n${written.join('')}`
}

const waiting = fold([
  ...baseline(),
  ...newTemplate(),
  sees(2, { state: { waiting: { reason: 'ContainerCreating' } } }),
  tick(3),
])
const step = (line: string): StoryEvent => ({
  type: 'progress',
  at: at(1),
  phase: 'images',
  component: 'backend',
  line,
})

const story: StoryEvent[] = [
  {
    type: 'begin',
    at: at(0),
    command: 'up',
    release: { name: 'shop', namespace: 'shop', context: 'kind-dev' },
  },
  { type: 'phase-started', at: at(0), phase: 'images' },
  step('DEPRECATED: The legacy builder is deprecated'),
  step('Step 1/2 : FROM node:22-slim'),
  step(' ---> Using cache'),
  step('Step 2/2 : RUN npm ci'),
  step('added 14 packages in 2s'),
  {
    type: 'phase-ended',
    at: at(2),
    report: { name: 'images', status: 'done', seconds: 1.8, summary: 'backend built · frontend unchanged' },
  },
  { type: 'note', at: at(2), level: 'info', message: 'namespace shop created' },
  {
    type: 'transition',
    at: at(2),
    transition: { at: '2026-03-01T10:00:02.000Z', object: 'Pod/new-1', from: '', to: 'Starting' },
  },
  {
    type: 'transition',
    at: at(4),
    transition: { at: '2026-03-01T10:00:04.000Z', object: 'Pod/new-1', from: 'Starting', to: 'Ready' },
  },
]

describe('plain', () => {
  it('writes a line per change', () => {
    expect(tell(story)).toMatchInlineSnapshot(`
      "
        shop → kind-dev / shop
          backend: 1/2 FROM node:22-slim
          backend: 2/2 RUN npm ci
        ✓ images     backend built · frontend unchanged                          1.8s
        · namespace shop created
          10:00:02 Pod/new-1  Starting
          10:00:04 Pod/new-1  Starting → Ready
      "
    `)
  })

  it('writes the same at 40 columns', () => {
    expect(tell(story, 40)).toMatchInlineSnapshot(`
      "
        shop → kind-dev / shop
          backend: 1/2 FROM node:22-slim
          backend: 2/2 RUN npm ci
        ✓ images   backend built · frontend
                   unchanged
        · namespace shop created
          10:00:02 Pod/new-1  Starting
          10:00:04 Pod/new-1  Starting → Ready
      "
    `)
  })

  it('reminds after 30 s of silence', () => {
    const rollout = (second: number): StoryEvent => ({ type: 'rollout', at: at(second), state: waiting })
    expect(tell([story[0]!, rollout(10)])).not.toContain('waiting')
    expect(tell([story[0]!, rollout(10), rollout(33)])).toMatchInlineSnapshot(`
      "
        shop → kind-dev / shop
          still waiting: new-1 Starting for 2s, creating the container
          at most 118 s left
      "
    `)
  })

  it('tells of an end once, when it is near', () => {
    const probes = { readinessProbe: { httpGet: { path: '/', port: 8000 }, periodSeconds: 1 } }
    const unready = [
      ...baseline(),
      ...newTemplate(),
      sees(2, { state: { running: { startedAt: 2 } }, started: true, probes }),
      hears(3, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 500'),
    ]
    const rollouts = [5, 12, 13, 14, 20].map(
      (second): StoryEvent => ({
        type: 'rollout',
        at: at(second),
        state: fold([...unready, ...ticks(4, second)]),
      }),
    )
    expect(tell(rollouts).match(/.*fails.*/g)).toEqual(['    10:00:13 backend fails in 20 s unless Ready'])
  })

  it('breaks long lines at words on a simple screen only', () => {
    const transition: StoryEvent = {
      type: 'transition',
      at: at(2),
      transition: {
        at: '2026-03-01T10:00:02.000Z',
        object: 'Pod/shop-backend-7d9f-x2k4q',
        from: 'Starting',
        to: 'Running',
        detail: 'waiting for startup tcp 8000',
      },
    }
    expect(tell([transition]).trim().split('\n')).toHaveLength(1)
    expect(tell([transition], 60, true)).toMatchInlineSnapshot(`
      "
          10:00:02 Pod/shop-backend-7d9f-x2k4q  Starting
                   → Running  waiting for startup tcp 8000
      "
    `)
  })

  it('tells of many pods in a few lines', () => {
    const ready = (count: number) =>
      Array.from({ length: count }, (_, index) => seen(3, 'Pod', readyPod(`new-${index}`, 3)))
    const many = () => seen(1, 'Deployment', deployment({ generation: 2, image: 'backend:2', replicas: 50 }))
    const events = [5, 6, 7, 12, 20].flatMap((second, index): StoryEvent[] => [
      {
        type: 'rollout',
        at: at(second),
        state: fold([...baseline(), ...newTemplate(), many(), ...ready(index * 10), ...ticks(4, second)]),
      },
      ...Array.from(
        { length: 10 },
        (_, pod): StoryEvent => ({
          type: 'transition',
          at: at(second),
          transition: {
            at: '2026-03-01T10:00:02.000Z',
            object: `Pod/shop-backend-${pod}`,
            from: 'Running',
            to: 'Ready',
          },
        }),
      ),
    ])
    expect(tell(events)).toMatchInlineSnapshot(`
      "
          10:00:05 backend: 0 of 50 ready
          10:00:12 backend: 30 of 50 ready
          10:00:20 backend: 40 of 50 ready
      "
    `)
  })
})
