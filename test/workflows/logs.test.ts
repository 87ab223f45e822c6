import type { V1Pod } from '@kubernetes/client-node'
import { describe, expect, it } from 'vitest'
import type { Cluster, LogLine, World } from '../../src/ports.ts'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import { eventQueue } from '../../src/workflows/event-queue.ts'
import { logs } from '../../src/workflows/logs.ts'
import { fakeClock } from '../cluster-edge/fake-clock.ts'
import { fakeCluster, localContext } from '../fakes/fake-cluster.ts'
import { plain } from '../views/plain-palette.ts'

type Shape = {
  component?: string
  restarts?: number
  started?: boolean
  containers?: string[]
  release?: string
}
type Readers = { component?: string; readers?: number; unread?: Promise<void> }
type Flags = Partial<Parameters<typeof logs>[1]>

const pod = (name: string, shape: Shape = {}): V1Pod => {
  const {
    component = 'backend',
    restarts = 0,
    started = true,
    containers = ['web'],
    release = 'shop',
  } = shape
  return {
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'shop',
      uid: `uid-${name}`,
      labels: { 'app.kubernetes.io/instance': release, 'app.kubernetes.io/component': component },
    },
    spec: { containers: containers.map((one) => ({ name: one })) },
    status: {
      phase: started ? 'Running' : 'Pending',
      containerStatuses: containers.map((one) => ({
        name: one,
        restartCount: restarts,
        ...(started
          ? { containerID: `id-${name}-${one}`, state: { running: {} } }
          : { state: { waiting: {} } }),
      })),
    },
  } as unknown as V1Pod
}
const at = (second: number) => new Date(Date.UTC(2026, 2, 1, 10, 0, second)).toISOString()
const line = (second: number, text: string, isWhole = true): LogLine => ({ time: at(second), text, isWhole })

type Asked = Parameters<Cluster['logLines']>[0]

const run = async (
  pods: V1Pod[],
  said: (asked: Asked) => LogLine[],
  flags: Flags = {},
  { component, readers = Number.POSITIVE_INFINITY, unread }: Readers = {},
) => {
  const [out, story, concealed]: string[][] = [[], [], []]
  const asked: Asked[] = []
  const events = eventQueue<RolloutEvent>()
  const stop = new AbortController()
  const secret = { type: 'Opaque', data: { KEY: btoa('hush-hush') } }
  const named = { metadata: { name: 'keys', namespace: 'shop' } }
  const reader = { spec: { containers: [{ envFrom: [{ secretRef: { name: 'keys' } }] }] } }
  const objects = [
    { kind: 'Secret', ...named, ...secret },
    { kind: 'Pod', ...named, ...reader },
  ]
  const cluster = fakeCluster(objects, {
    list: async () => pods as never,
    now: () => Date.parse(at(60)),
    watch: (_, __, signal) => {
      signal.addEventListener('abort', () => events.close())
      if (signal.aborted) events.close()
      return events.items
    },
    async *logLines(options) {
      asked.push(options)
      yield* said(options)
    },
  })
  const world = {
    cwd: '/shop',
    signal: stop.signal,
    clock: fakeClock(),
    files: (root: string) => ({
      root,
      read: async () => 'name: shop\nfrontend: {port: 3000}\nbackend: {port: 8000}\n',
    }),
    context: async () => localContext,
    cluster: async () => cluster,
    secrets: { conceal: (value: string) => void concealed!.push(value) },
    terminal: {
      tints: [],
      palette: plain,
      print: (text: string) => void out!.push(text),
      data: (text: string) => void out!.push(text),
      say: (text: string) => void story!.push(text),
      caughtUp: async () => undefined,
      hasReader: () => out!.length < readers,
      unread: (signal: AbortSignal) =>
        unread ?? new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())),
    },
  } as unknown as World
  const given = { output: 'text', follow: false, ...flags } as Parameters<typeof logs>[1]
  const done = logs(component, given, world)
  return { done, out: out!, story: story!, concealed: concealed!, asked, events, stop }
}

const shown = async (...options: Parameters<typeof run>) => {
  const { done, out } = await run(...options)
  await done
  return out.join('')
}
const turn = async () => {
  for (let index = 0; index < 30; index += 1) await new Promise((resolve) => setImmediate(resolve))
}

describe('what is there', () => {
  it('is told in the order of time, each line with its speaker', async () => {
    const pods = [pod('shop-backend-7d9f-aaaaa'), pod('shop-frontend-5c4b-bbbbb', { component: 'frontend' })]
    const said = ({ pod: name }: Asked) =>
      name.includes('backend') ? [line(1, 'one'), line(3, 'three')] : [line(2, 'two'), line(4, 'four', false)]
    expect(await shown(pods, said)).toBe(
      'backend aaaaa  │ one\nfrontend bbbbb │ two\nbackend aaaaa  │ three\nfrontend bbbbb │ four\n',
    )
  })

  it('may have times', async () => {
    expect(await shown([pod('a-b')], () => [line(1, 'one')], { timestamps: true })).toBe(
      `backend b │ ${at(1)} one\n`,
    )
  })

  it('may be JSON, an object each', async () => {
    const text = await shown([pod('a-b')], () => [line(1, '"one"')], { output: 'json' })
    const [pieces, head] = [JSON.parse(text), { schema: 'k8sdeploy/log/1', time: at(1) }]
    expect(pieces).toEqual({ ...head, component: 'backend', pod: 'a-b', container: 'web', line: '"one"' })
  })

  it.each<[Flags, Partial<Asked>]>([
    [{}, { tailLines: undefined, since: undefined, previous: false }],
    [{ tail: 5 }, { tailLines: 5 }],
    [{ tail: Number.POSITIVE_INFINITY }, { tailLines: undefined }],
    [{ since: { ago: 10_000 } }, { since: Date.parse(at(50)), tailLines: undefined }],
    [
      { since: { at: 7 }, tail: 2 },
      { since: 7, tailLines: 2 },
    ],
    [
      { previous: true, follow: true },
      { previous: true, tailLines: undefined },
    ],
  ])('%j asks for %j', async (flags, wanted) => {
    const { done, asked } = await run([pod('a-b', { restarts: 1 })], () => [line(1, 'a')], flags)
    await done
    expect(asked).toEqual([expect.objectContaining({ container: 'web', pod: 'a-b' })])
    expect(asked[0]).toMatchObject(
      Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)),
    )
    expect(asked[0]?.tailLines).toBe(wanted.tailLines)
  })

  it('is of one component, and of every container', async () => {
    const pods = [
      pod('a-b', { containers: ['web', 'proxy'] }),
      pod('c-d', { component: 'frontend' }),
      pod('e-f', { release: 'x' }),
    ]
    const text = await shown(pods, ({ container }) => [line(1, container)], {}, { component: 'backend' })
    expect(text.split('\n').sort()).toEqual(['', 'backend b/proxy │ proxy', 'backend b/web   │ web'])
  })

  it('comes after the secrets are known', async () => {
    const { done, concealed } = await run([pod('a-b')], () => [])
    await done
    expect(concealed).toEqual(['hush-hush'])
  })

  it.each<[string, V1Pod[], Flags, string | undefined, { code?: string; message: RegExp }]>([
    [
      'no pod',
      [],
      {},
      undefined,
      { code: 'RULE_NOT_MET', message: /nothing of shop runs in namespace shop/ },
    ],
    ['no pod of a component', [pod('a-b')], {}, 'web', { code: 'USAGE', message: /belongs to "web"/ }],
    [
      'no container that has started',
      [pod('a-b', { started: false })],
      {},
      undefined,
      { message: /no container has started/ },
    ],
    ['no run before', [pod('a-b')], { previous: true }, undefined, { message: /there is no previous run/ }],
    [
      'a previous run that was not kept',
      [pod('a-b', { restarts: 1 })],
      { previous: true },
      undefined,
      { message: /have not kept what the previous run said/ },
    ],
    [
      'YAML',
      [pod('a-b')],
      { output: 'yaml' },
      undefined,
      { code: 'USAGE', message: /text, or one JSON object/ },
    ],
  ])('%s is an error', async (_, pods, flags, component, { code, message }) => {
    const { done } = await run(pods, () => [], flags, { component })
    await expect(done).rejects.toMatchObject({
      code: code ?? 'RULE_NOT_MET',
      message: expect.stringMatching(message),
    })
  })
})

describe('what comes', () => {
  it('is told too: of those that were there and of those that join', async () => {
    const first = pod('a-b')
    const lines: Record<string, LogLine[]> = { 'a-b': [line(1, 'old')], 'a-c': [line(3, 'new pod')] }
    const { done, out, story, events, stop } = await run([first], ({ pod: name }) => lines[name]!, {
      follow: true,
    })
    await turn()
    lines['a-b']!.push(line(2, 'and on'))
    events.push({ type: 'seen', at: 0, kind: 'Pod', object: first })
    events.push({ type: 'seen', at: 0, kind: 'Pod', object: pod('a-c') })
    await turn()
    events.push({ type: 'gone', at: 0, kind: 'Pod', object: first })
    await turn()
    stop.abort('SIGINT')
    expect(await done).toBe(0)
    expect(out).toEqual(['backend b │ old\n', 'backend b │ and on\n', 'backend c │ new pod\n'])
    expect(story).toEqual(['  backend c joins\n', '  backend b has ended\n'])
  })

  it('waits for containers that have not started', async () => {
    const { done, out, stop } = await run([pod('a-b', { started: false })], () => [], { follow: true })
    await turn()
    stop.abort('SIGINT')
    expect([await done, out]).toEqual([0, []])
  })

  it('ends when nobody reads it', async () => {
    const lines = [line(1, 'a'), line(2, 'b')]
    const { done, out } = await run([pod('a-b')], () => lines, { follow: true }, { readers: 2 })
    expect(await done).toBe(0)
    expect(out).toHaveLength(2)
  })

  it('ends when whoever read it has left, and nothing more is said', async () => {
    const { done, out } = await run(
      [pod('a-b')],
      () => [line(1, 'a')],
      { follow: true },
      { unread: Promise.resolve() },
    )
    expect([await done, out]).toEqual([0, ['backend b │ a\n']])
  })
})

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
])('%s before the end of what is there gives %i', async (reason, code) => {
  const { done, stop } = await run([pod('a-b')], () => [])
  stop.abort(reason)
  expect(await done).toBe(code)
})
