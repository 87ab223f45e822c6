import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { openWebSocket } from '../../src/cluster/web-socket.ts'
import { accept, type ClientFrame, frame, readFrames } from './fake-pods.ts'

type Upgrade = (request: IncomingMessage, socket: Socket) => void

const credentials = { tls: {}, headers: { Authorization: 'Bearer t0k3n' } }
const open: { server: Server; sockets: Socket[] }[] = []

const serve = async (upgrade: Upgrade): Promise<URL> => {
  const server = createServer()
  const sockets: Socket[] = []
  server.on('connection', (socket) => sockets.push(socket)).on('upgrade', upgrade)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push({ server, sockets })
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api`)
}
afterEach(() => {
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
})
const connect = async (upgrade: Upgrade, signal?: AbortSignal) =>
  openWebSocket({ url: await serve(upgrade), protocol: 'v4.channel.k8s.io', credentials, signal })
const http =
  (status: number, text: string): Upgrade =>
  (_, socket) =>
    void socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: ${text.length}\r\n\r\n${text}`)

describe('opening', () => {
  it('asks with the credentials', async () => {
    let asked: IncomingMessage | undefined
    const socket = await connect((request, server) => {
      asked = request
      accept(request, server)
    })
    expect(asked?.headers).toMatchObject({ authorization: 'Bearer t0k3n', 'sec-websocket-version': '13' })
    socket.close()
  })

  it.each<[string, Upgrade, object]>([
    ['a refusal', http(403, '{"message":"no"}'), { status: 403, text: '{"message":"no"}' }],
    [
      'another key',
      (request, socket) => accept(request, socket, 'other'),
      { message: 'the server did not agree to a WebSocket' },
    ],
    [
      'another protocol',
      (request, socket) => {
        request.headers['sec-websocket-protocol'] = 'v5'
        accept(request, socket)
      },
      { message: 'the server did not agree to a WebSocket' },
    ],
    ['a hang-up', (_, socket) => socket.destroy(), { code: 'ECONNRESET' }],
  ])('%s is an error', async (_, upgrade, error) => {
    await expect(connect(upgrade)).rejects.toMatchObject(error)
  })

  it('nobody there is an error', async () => {
    const url = await serve(() => undefined)
    await new Promise((resolve) => open[0]!.server.close(resolve))
    await expect(openWebSocket({ url, protocol: 'p', credentials })).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    })
  })

  it('is given up with the signal, and not once it has succeeded', async () => {
    const controller = new AbortController()
    await expect(connect(() => controller.abort(), controller.signal)).rejects.toThrow(/given up/)
    const later = new AbortController()
    const socket = await connect((request, server) => {
      accept(request, server)
      server.on('data', () => server.write(frame(2, Buffer.from('still here'))))
    }, later.signal)
    later.abort()
    const heard = new Promise<Buffer>((resolve) => socket.onMessage(resolve))
    socket.send(Buffer.from('hello'))
    expect(String(await heard)).toBe('still here')
    socket.close()
  })
})

describe('an open one', () => {
  it('reads what came with the agreement, once somebody listens', async () => {
    const socket = await connect((request, server) => {
      server.cork()
      accept(request, server)
      server.write(frame(2, Buffer.from('at once')))
      server.uncork()
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(String(await new Promise<Buffer>((resolve) => socket.onMessage(resolve)))).toBe('at once')
    socket.close()
  })

  it('answers a ping with its words', async () => {
    let isPonged: (frame: ClientFrame) => void = () => undefined
    const pong = new Promise<ClientFrame>((resolve) => {
      isPonged = resolve
    })
    const socket = await connect((request, server) => {
      accept(request, server)
      readFrames(server, isPonged)
      server.write(frame(9, Buffer.from('you?')))
    })
    socket.onMessage(() => undefined)
    expect(await pong).toMatchObject({ opcode: 10, payload: Buffer.from('you?') })
    socket.close()
  })

  it.each<[string, (server: Socket) => void]>([
    ['a close frame', (server) => void server.write(frame(8, Buffer.from([3, 232])))],
    ['an end', (server) => void server.end()],
    ['a cut', (server) => void server.resetAndDestroy()],
    ['bytes that are no frame', (server) => void server.write('HTTP/1.1 502\r\n\r\n')],
  ])('is closed by %s', async (_, end) => {
    const socket = await connect((request, server) => {
      accept(request, server)
      server.on('error', () => undefined)
      server.once('data', () => end(server))
    })
    const closed = new Promise<void>((resolve) => socket.onClose(resolve))
    socket.onMessage(() => undefined)
    socket.send(Buffer.from('end'))
    await closed
    expect(socket.send(Buffer.from('too late'))).toBe(true)
  })

  it('says goodbye after everything that was sent', async () => {
    const frames: ClientFrame[] = []
    let isEnded: () => void = () => undefined
    const ended = new Promise<void>((resolve) => {
      isEnded = resolve
    })
    const socket = await connect((request, server) => {
      accept(request, server)
      readFrames(server, (one) => frames.push(one))
      server.on('end', isEnded)
    })
    socket.onMessage(() => undefined)
    const large = Buffer.alloc(3_000_000, 7)
    socket.send(large)
    socket.close()
    await ended
    expect(frames.map(({ opcode, payload }) => [opcode, payload.length])).toEqual([
      [2, large.length],
      [8, 2],
    ])
  })
})
