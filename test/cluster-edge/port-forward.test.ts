import { createHash, randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import { type AddressInfo, connect as connectTo, createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { podDialer } from '../../src/cluster/dial-pod.ts'
import { forwardPort } from '../../src/cluster/port-forward.ts'
import type { Clock, Cluster } from '../../src/ports.ts'
import { fakePods, type Program } from './fake-pods.ts'

type Choose = Parameters<Cluster['forward']>[0]['choose']
type Pods = Parameters<typeof fakePods>[0]

/** Pauses pass at once; what only gives up in the end never does. */
const clock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise<void>((resolve) => {
      if (ms < 1000) setImmediate(resolve)
      else signal?.addEventListener('abort', () => resolve(), { once: true })
    }),
}

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const inOrder =
  (...names: string[]): Choose =>
  async (avoid) => ({
    namespace: 'dev',
    pod: names.find((name) => !avoid.includes(name)) ?? names[0]!,
    port: 8000,
  })

const forward = async (pods: Pods, choose: Choose = inOrder(...Object.keys(pods))) => {
  const api = await fakePods(pods)
  const stop = new AbortController()
  const credentials = async () => ({ tls: {}, headers: { Authorization: 'Bearer t0k3n' } })
  const dial = podDialer({ server: api.server, context: 'test', clock, credentials })
  const localPort = { number: 0, isWish: false }
  const missed: string[] = []
  const options = { localPort, choose, missed: (why: string) => void missed.push(why), signal: stop.signal }
  const { port, ended } = await forwardPort({ dial, clock }, options)
  const end = ended.then(
    () => undefined,
    (error: unknown) => error,
  )
  closers.push(api.close, () => stop.abort())
  return { ...api, port, stop, end, missed }
}

/** Speaks HTTP as far as to see where a request ends, and answers with the name and a digest of the body. */
const answering =
  (name: string, body = Buffer.from(name)): Program =>
  (visit) => {
    let bytes = Buffer.alloc(0)
    visit.onData((chunk) => {
      bytes = Buffer.concat([bytes, chunk])
      const end = bytes.indexOf('\r\n\r\n')
      const size = Number(/content-length: (\d+)/i.exec(bytes.toString('latin1', 0, end))?.[1] ?? 0)
      if (end < 0 || bytes.length < end + 4 + size) return
      const digest = digestOf(bytes.subarray(end + 4, end + 4 + size))
      bytes = bytes.subarray(end + 4 + size)
      visit.write(
        `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\nX-Pod: ${name}\r\nX-Digest: ${digest}\r\n\r\n`,
      )
      visit.write(body)
    })
  }
const deaf: Program = (visit) => {
  visit.fail('connection refused')
  visit.end()
}
/** Hears the request, and dies of it. */
const dying: Program = (visit) => visit.onData(() => visit.end())

const digestOf = (bytes: Buffer) => createHash('sha1').update(bytes).digest('hex')

type Answer = { status: number; pod: string; digest: string; body: Buffer } | { failed: string }

const ask = (
  port: number,
  { method = 'GET', body, agent }: { method?: string; body?: Buffer; agent?: Agent } = {},
) =>
  new Promise<Answer>((resolve) => {
    const outgoing = request({ port, host: '127.0.0.1', method, agent: agent ?? false }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', (error) => resolve({ failed: error.message }))
      answer.on('end', () => {
        const { 'x-pod': pod, 'x-digest': digest } = answer.headers as Record<string, string>
        resolve({
          status: answer.statusCode ?? 0,
          pod: pod ?? '',
          digest: digest ?? '',
          body: Buffer.concat(chunks),
        })
      })
    })
    outgoing.on('error', (error) => resolve({ failed: error.message }))
    outgoing.end(body)
  })

const open = async (port: number): Promise<Socket> => {
  const socket = connectTo({ port, host: '127.0.0.1', allowHalfOpen: true })
  closers.push(() => socket.destroy())
  await new Promise((resolve) => socket.once('connect', resolve))
  return socket
}
const readAll = async (socket: Socket): Promise<string> => {
  let text = ''
  for await (const chunk of socket) text += String(chunk)
  return text
}

describe('a connection', () => {
  it('is carried to the pod with the credentials', async () => {
    const { port, state } = await forward({ a: answering('a') })
    expect(await ask(port)).toMatchObject({ status: 200, pod: 'a' })
    expect(state).toEqual({ visits: ['a'], authorizations: ['Bearer t0k3n'] })
  })

  it('may be one of many', async () => {
    const { port } = await forward({ a: answering('a') })
    const bodies = Array.from({ length: 20 }, () => randomBytes(5000))
    const answers = await Promise.all(bodies.map((body) => ask(port, { method: 'POST', body })))
    expect(answers.map((answer) => 'digest' in answer && answer.digest)).toEqual(bodies.map(digestOf))
  })

  it('is kept for the next request', async () => {
    const { port, state } = await forward({ a: answering('a') })
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    closers.push(() => agent.destroy())
    for (let index = 0; index < 5; index += 1) expect(await ask(port, { agent })).toMatchObject({ pod: 'a' })
    expect(state.visits).toEqual(['a'])
  })

  it('carries megabytes, both ways', async () => {
    const [up, down] = [randomBytes(8_000_000), randomBytes(8_000_000)]
    const { port } = await forward({ a: answering('a', down) })
    const answer = await ask(port, { method: 'POST', body: up })
    expect(answer).toMatchObject({ digest: digestOf(up) })
    expect('body' in answer && digestOf(answer.body)).toBe(digestOf(down))
  })

  it('whose sender has finished still gets its answer', async () => {
    const { port } = await forward({
      a: (visit) =>
        visit.onData((bytes) =>
          setImmediate(() => {
            visit.write(`heard ${bytes}`)
            visit.end()
          }),
        ),
    })
    const socket = await open(port)
    socket.end('my last words')
    expect(await readAll(socket)).toBe('heard my last words')
  })

  it('that is cut here ends in the pod', async () => {
    let hasLeft: () => void = () => undefined
    const left = new Promise<void>((resolve) => {
      hasLeft = resolve
    })
    const { port } = await forward({
      a: (visit) => {
        visit.onLeave(hasLeft)
        visit.onData(() => visit.write('tick'))
      },
    })
    const socket = await open(port)
    socket.write('tock')
    await new Promise((resolve) => socket.once('data', resolve))
    socket.resetAndDestroy()
    await left
  })

  it('that the pod ends after an answer ends here', async () => {
    const { port, state } = await forward({
      a: (visit) =>
        visit.onData(() => {
          visit.write('bye')
          visit.end()
        }),
    })
    const socket = await open(port)
    socket.write('GET / HTTP/1.1\r\n\r\n')
    expect(await readAll(socket)).toBe('bye')
    expect(state.visits).toEqual(['a'])
  })
})

describe('a pod that does not answer', () => {
  const gone = { status: 404, body: { message: 'pods "a" not found' } }
  const unwell = { status: 500, body: { message: 'no runtime' } }

  it.each<[string, Pods[string], string, RegExp[]]>([
    ['is gone', gone, 'POST', [/pods "a" not found/]],
    ['has a node that is unwell', unwell, 'POST', [/no runtime/]],
    ['listens to nobody', deaf, 'POST', [/connection refused/]],
    ['dies of a question that may be asked again', dying, 'GET', []],
  ])('because it %s: the next one does', async (_, a, method, why) => {
    const { port, state, missed } = await forward({ a, b: answering('b') })
    const body = method === 'POST' ? randomBytes(50_000) : undefined
    expect(await ask(port, { method, body })).toMatchObject({
      pod: 'b',
      digest: digestOf(body ?? Buffer.alloc(0)),
    })
    expect(state.visits).toEqual(['a', 'b'])
    expect(missed).toEqual(why.map((words) => expect.stringMatching(words)))
  })

  it('may have done what it was told: that is not told again', async () => {
    const { port, state } = await forward({ a: dying, b: answering('b') })
    expect(await ask(port, { method: 'POST', body: Buffer.from('pay') })).toMatchObject({
      failed: expect.stringMatching(/hang up|reset/),
    })
    expect(state.visits).toEqual(['a'])
  })

  it('is asked again when there is no other', async () => {
    let visits = 0
    const { port } = await forward({ a: (visit) => (++visits < 4 ? deaf : answering('a'))(visit) })
    expect(await ask(port)).toMatchObject({ pod: 'a' })
    expect(visits).toBe(4)
  })

  it('is waited for', async () => {
    let isThere: () => void = () => undefined
    const there = new Promise<void>((resolve) => {
      isThere = resolve
    })
    const choose: Choose = async () => {
      await there
      return { namespace: 'dev', pod: 'a', port: 8000 }
    }
    const { port } = await forward({ a: answering('a') }, choose)
    const answer = ask(port)
    setImmediate(isThere)
    expect(await answer).toMatchObject({ pod: 'a' })
  })

  it('is not waited for by who has left', async () => {
    let hasLeft: () => void = () => undefined
    const left = new Promise<void>((resolve) => {
      hasLeft = resolve
    })
    const choose: Choose = (_, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          hasLeft()
          resolve(undefined)
        })
      })
    const { port } = await forward({}, choose)
    ;(await open(port)).resetAndDestroy()
    await left
  })
})

describe('the end', () => {
  it('comes with the signal, for all', async () => {
    const { port, stop, end } = await forward({ a: (visit) => visit.onData(() => visit.write('tick')) })
    const socket = await open(port)
    socket.write('tock')
    await new Promise((resolve) => socket.once('data', resolve))
    const closed = new Promise((resolve) => socket.once('end', resolve))
    stop.abort()
    await closed
    expect(await end).toBeUndefined()
    expect(await ask(port)).toMatchObject({ failed: expect.stringMatching(/ECONNREFUSED/) })
  })

  it('comes with the news that it is not allowed', async () => {
    const message = 'pods "a" is forbidden: User "u" cannot create resource "pods/portforward"'
    const { port, end } = await forward({ a: { status: 403, body: { message } } })
    expect(await ask(port)).toHaveProperty('failed')
    expect(await end).toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringMatching(/may not create pods\/portforward a/),
    })
  })
})

describe('a port that is taken', () => {
  const taken = async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closers.push(() => server.close())
    return (server.address() as AddressInfo).port
  }
  const listen = async (number: number, isWish: boolean) => {
    const stop = new AbortController()
    closers.push(() => stop.abort())
    const dial = async () => Promise.reject(new Error('nobody calls'))
    return forwardPort(
      { dial, clock },
      { localPort: { number, isWish }, choose: inOrder('a'), missed: () => undefined, signal: stop.signal },
    )
  }

  it('gives way to another when it was a wish', async () => {
    const number = await taken()
    const { port } = await listen(number, true)
    expect([port > 0, port === number]).toEqual([true, false])
  })

  it('is an error when it was asked for', async () => {
    const number = await taken()
    await expect(listen(number, false)).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(/another program does/),
    })
  })
})
