import type { V1Pod } from '@kubernetes/client-node'
import { describe, expect, it } from 'vitest'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import { eventQueue } from '../../src/workflows/event-queue.ts'
import { createReadyPods } from '../../src/workflows/ready-pods.ts'

type Shape = { ready?: boolean; at?: number; leaving?: boolean; port?: number; component?: string }

const pod = (
  name: string,
  { ready = true, at = 0, leaving = false, port, component = 'web' }: Shape = {},
): V1Pod =>
  ({
    kind: 'Pod',
    metadata: {
      name,
      uid: name,
      creationTimestamp: new Date(at * 1000).toISOString(),
      labels: { 'app.kubernetes.io/instance': 'shop', 'app.kubernetes.io/component': component },
      ...(leaving && { deletionTimestamp: '2026-03-01T10:00:00Z' }),
    },
    spec: { containers: [{ name: 'web', ports: port ? [{ name: 'http', containerPort: port }] : [] }] },
    status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  }) as unknown as V1Pod

const whose = { release: 'shop', namespace: 'dev', component: 'web' }
const open = (first: V1Pod[]) => {
  const events = eventQueue<RolloutEvent>()
  const notes: string[] = []
  const signal = new AbortController().signal
  const cluster = { watch: () => events.items }
  const ready = createReadyPods(whose, first, 3000, {
    cluster,
    signal,
    note: (text) => void notes.push(text),
  })
  const watching = ready.watch()
  const tell = (type: 'seen' | 'gone', object: V1Pod) => events.push({ type, at: 0, kind: 'Pod', object })
  return { ...ready, tell, events, notes, watching }
}
const never = new AbortController().signal

describe('the pod that is chosen', () => {
  it.each<[string, V1Pod[], string[], object]>([
    ['is the newest', [pod('old', { at: 1 }), pod('new', { at: 2 })], [], { pod: 'new' }],
    ['is ready', [pod('old', { at: 1 }), pod('new', { at: 2, ready: false })], [], { pod: 'old' }],
    ['stays', [pod('old', { at: 1 }), pod('new', { at: 2, leaving: true })], [], { pod: 'old' }],
    ['was not tried', [pod('old', { at: 1 }), pod('new', { at: 2 })], ['new'], { pod: 'old' }],
    ['was tried, when there is no other', [pod('new')], ['new'], { pod: 'new' }],
    ['has the port that is configured', [pod('a')], [], { namespace: 'dev', port: 3000 }],
    ['has the port that the chart says', [pod('a', { port: 8080 })], [], { port: 8080 }],
  ])('%s', async (_, pods, avoid, chosen) => {
    expect(await open(pods).choose(avoid, never)).toMatchObject(chosen)
  })

  it('is waited for, among those of this component', async () => {
    const { choose, tell } = open([pod('a', { ready: false })])
    const first = choose([], never)
    const second = choose([], never)
    tell('seen', pod('other', { component: 'api' }))
    tell('seen', pod('b'))
    expect([await first, await second]).toMatchObject([{ pod: 'b' }, { pod: 'b' }])
  })

  it('is not one that has gone', async () => {
    const { choose, tell } = open([pod('a', { at: 2 }), pod('b', { at: 1 })])
    tell('gone', pod('a'))
    await new Promise((resolve) => setImmediate(resolve))
    expect(await choose([], never)).toMatchObject({ pod: 'b' })
  })

  it('is nobody’s when nobody waits any more', async () => {
    const left = new AbortController()
    const waiting = open([]).choose([], left.signal)
    left.abort()
    expect(await waiting).toBeUndefined()
  })
})

it('says when the cluster is lost from sight, and ends when it may not be seen', async () => {
  const { events, notes, watching } = open([])
  events.push({ type: 'lost', at: 0, message: 'no answer' })
  events.push({ type: 'regained', at: 0 })
  events.push({ type: 'forbidden', at: 0, kind: 'Pod', message: 'may not list pods' })
  await expect(watching).rejects.toMatchObject({ code: 'FORBIDDEN', message: 'may not list pods' })
  expect(notes).toEqual([expect.stringMatching(/lost sight.*no answer/), 'the cluster answers again'])
})
