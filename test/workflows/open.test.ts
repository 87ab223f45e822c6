import type { V1Pod } from '@kubernetes/client-node'
import { describe, expect, it } from 'vitest'
import { DeployError } from '../../src/errors.ts'
import type { Cluster, Web, World } from '../../src/ports.ts'
import { eventQueue } from '../../src/workflows/event-queue.ts'
import { open } from '../../src/workflows/open.ts'
import { fakeClock } from '../cluster-edge/fake-clock.ts'
import { fakeCluster, localContext } from '../fakes/fake-cluster.ts'
import { plain } from '../views/plain-palette.ts'

type Answer = Awaited<ReturnType<Web['probe']>>
const fine: Answer = { status: 200, milliseconds: 12, contentType: 'text/html', body: '' }
const refused: Answer = { failed: 'connection refused' }
const [nodePort, portForward] = ['http://localhost:30080', 'http://127.0.0.1:3000']

const pod = {
  kind: 'Pod',
  metadata: {
    name: 'shop-frontend-1',
    uid: '1',
    labels: { 'app.kubernetes.io/instance': 'shop', 'app.kubernetes.io/component': 'frontend' },
  },
  spec: { containers: [] },
} as unknown as V1Pod
const service = {
  kind: 'Service',
  metadata: { name: 'shop-frontend', namespace: 'shop' },
  spec: { ports: [{ port: 80, nodePort: 30080 }] },
}

type Setup = {
  flags?: Partial<Parameters<typeof open>[1]>
  component?: 'frontend' | 'backend'
  answers?: Record<string, Answer[]>
  access?: string
  pods?: V1Pod[]
  ended?: Promise<void>
  browser?: World['browser']
}

/** The last answer of an address is given again and again. */
const visit = ({
  flags = {},
  component = 'frontend',
  answers = {},
  access = 'node-port',
  ...rest
}: Setup) => {
  const { pods = [pod], browser } = rest
  const [out, story, pages]: string[][] = [[], [], []]
  const forwarded: Parameters<Cluster['forward']>[0][] = []
  const stop = new AbortController()
  const clock = fakeClock()
  const cluster = fakeCluster([service], {
    list: async () => pods as never,
    watch: (_, __, signal) => {
      const events = eventQueue<never>()
      signal.addEventListener('abort', () => events.close())
      return events.items
    },
    async forward(options) {
      forwarded.push(options)
      const aborted = new Promise<void>((resolve) =>
        options.signal.addEventListener('abort', () => resolve()),
      )
      return { port: options.localPort.number || 45_678, ended: rest.ended ?? aborted }
    },
  })
  const world = {
    cwd: '/shop',
    signal: stop.signal,
    clock,
    files: (root: string) => ({
      root,
      read: async () =>
        `name: shop\naccess: {kind: ${access}}\nfrontend: {port: 3000}\nbackend: {port: 8000}\n`,
    }),
    context: async () => localContext,
    sandbox: { status: async () => ({ running: true, context: 'sandbox', kubeconfig: '/k' }) },
    cluster: async () => cluster,
    browser: async (url: string) => {
      pages!.push(url)
      return browser ? browser(url) : { opened: true }
    },
    web: {
      probe: async (url: string) => {
        const left = answers[url] ?? [fine]
        return left.length > 1 ? left.shift()! : left[0]!
      },
    },
    terminal: {
      palette: plain,
      columns: 80,
      print: (text: string) => void out!.push(text),
      data: (text: string) => void out!.push(text),
      say: (text: string) => void story!.push(text),
    },
  } as unknown as World
  const done = open(
    component,
    { output: 'text', browser: true, ...flags } as Parameters<typeof open>[1],
    world,
  )
  return { done, out: out!, story: story!, pages: pages!, forwarded, stop, clock }
}
const turn = async () => {
  for (let index = 0; index < 30; index += 1) await new Promise((resolve) => setImmediate(resolve))
}

describe('a URL that the release publishes', () => {
  it('is used when it answers', async () => {
    const { done, out, pages, forwarded } = visit({})
    expect(await done).toBe(0)
    expect([out, pages, forwarded]).toEqual([
      [`  app    ${nodePort}   answers 200 in 12 ms\n`],
      [nodePort],
      [],
    ])
  })

  it('is told to programs, without a browser', async () => {
    const { done, out, pages } = visit({ flags: { output: 'json', browser: false } })
    await done
    expect(JSON.parse(out.join(''))).toEqual({
      schema: 'k8sdeploy/open/1',
      code: 0,
      component: 'frontend',
      url: nodePort,
      through: 'published',
      status: 200,
      milliseconds: 12,
    })
    expect(pages).toEqual([])
  })

  it.each<[string, Setup]>([
    ['does not answer', { answers: { [nodePort]: [refused] } }],
    ['answers with an error', { answers: { [nodePort]: [{ ...fine, status: 502 }] } }],
    ['is not there', { access: 'port-forward' }],
    ['is not what was asked for', { flags: { port: 3000 } }],
  ])('that %s makes way for a port of this machine', async (_, setup) => {
    const { done, out, pages, clock, stop, forwarded } = visit(setup)
    await turn()
    await clock.advance(5000)
    expect([out, pages]).toEqual([[`  app    ${portForward}   until Ctrl-C\n`], [portForward]])
    stop.abort('SIGINT')
    expect(await done).toBe(0)
    expect(forwarded[0]?.localPort).toEqual({ number: 3000, isWish: setup.flags?.port === undefined })
  })
})

describe('a port of this machine', () => {
  const access = 'port-forward'

  it('opens the browser only when the app answers', async () => {
    const answers = { [portForward]: [refused, { ...fine, status: 503 }, fine] }
    const { pages, story, clock, stop, done } = visit({ access, answers })
    await turn()
    expect(pages).toEqual([])
    await clock.advance(500)
    expect(pages).toEqual([])
    await clock.advance(500)
    expect(pages).toEqual([portForward])
    expect(story).toEqual([
      expect.stringMatching(/waiting: no pod that is ready answers/),
      expect.stringMatching(/waiting: it answers 503/),
      expect.stringMatching(/answers 200 in 12 ms/),
    ])
    stop.abort('SIGINT')
    await done
  })

  it('says why no browser was opened', async () => {
    const { story, stop, done } = visit({ access, browser: async () => ({ failed: 'no screen' }) })
    await turn()
    expect(story.at(-1)).toMatch(/no browser was opened: no screen/)
    stop.abort('SIGINT')
    await done
  })

  it('ends with what forwarding failed of', async () => {
    const ended = Promise.reject(new DeployError('FORBIDDEN', 'may not create pods/portforward'))
    await expect(visit({ access, ended }).done).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('says why a pod was not reached', async () => {
    const { story, clock, stop, done, forwarded } = visit({ access, answers: { [portForward]: [refused] } })
    await turn()
    forwarded[0]?.missed('connection refused in the pod')
    await clock.advance(500)
    expect(story.at(-1)).toMatch(/answers: connection refused in the pod/)
    stop.abort('SIGINT')
    await done
  })

  it('is nothing that the sandbox has', async () => {
    const world = visit({ component: 'backend', flags: { sandbox: true } })
    await expect(world.done).rejects.toMatchObject({ message: expect.stringMatching(/forwards no ports/) })
  })

  it('leads nowhere when nothing runs', async () => {
    await expect(visit({ access, pods: [] }).done).rejects.toMatchObject({ code: 'RULE_NOT_MET' })
    await expect(visit({ access, component: 'backend' }).done).rejects.toMatchObject({ code: 'USAGE' })
  })
})
