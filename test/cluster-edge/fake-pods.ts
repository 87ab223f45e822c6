import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** One connection to a port of a pod, as the program in the pod sees it. */
export type Visit = {
  onData(read: (bytes: Buffer) => void): void
  write(bytes: Buffer | string): void
  /** What the kubelet says when nothing listens. */
  fail(message: string): void
  /** The program ends the connection. */
  end(): void
  onLeave(left: () => void): void
  /** The bare connection, for what no WebSocket should do. */
  socket: Socket
}
export type Program = (visit: Visit) => void
type Refusal = { status: number; body: unknown }

const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** An API server that forwards ports to programs of the test, over WebSockets written down a second time. */
export async function fakePods(pods: Record<string, Program | Refusal>) {
  const state = { visits: [] as string[], authorizations: [] as (string | undefined)[] }
  const sockets = new Set<Socket>()
  const server = createServer((_, response) => response.writeHead(400).end())
  server.on('connection', (socket) => sockets.add(socket))
  server.on('upgrade', (request: IncomingMessage, socket: Socket) => {
    const name = /\/pods\/([^/]+)\/(?:portforward|exec)/.exec(request.url ?? '')?.[1] ?? ''
    state.visits.push(name)
    state.authorizations.push(request.headers.authorization)
    socket.on('error', () => socket.destroy()).on('end', () => socket.end())
    const pod = pods[name] ?? { status: 404, body: { message: `pods "${name}" not found` } }
    if (typeof pod !== 'function') return refuse(socket, pod)
    accept(request, socket)
    greet(socket)
    pod(visitOver(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    state,
    server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function refuse(socket: Socket, { status, body }: Refusal): void {
  const text = JSON.stringify(body)
  socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
}

export function accept(
  request: IncomingMessage,
  socket: Socket,
  key = request.headers['sec-websocket-key'],
): void {
  const hash = createHash('sha1').update(`${key}${guid}`).digest('base64')
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${hash}\r\n` +
      `Sec-WebSocket-Protocol: ${request.headers['sec-websocket-protocol']}\r\n\r\n`,
  )
}

/** Both channels begin with the port's number. */
function greet(socket: Socket): void {
  for (const channel of [0, 1]) socket.write(frame(2, Buffer.from([channel, 0x40, 0x1f])))
}

function visitOver(socket: Socket): Visit {
  return {
    socket,
    onData: (read) => readFrames(socket, ({ opcode, payload }) => opcode === 2 && read(payload.subarray(1))),
    write(bytes) {
      const whole = Buffer.from(bytes)
      for (let at = 0; at < whole.length; at += 32_768)
        socket.write(frame(2, Buffer.concat([Buffer.from([0]), whole.subarray(at, at + 32_768)])))
    },
    fail: (message) => void socket.write(frame(2, Buffer.concat([Buffer.from([1]), Buffer.from(message)]))),
    end: () => void socket.end(frame(8, Buffer.from([3, 232]))),
    onLeave: (left) => void socket.once('close', left),
  }
}

/** As a server writes it: without a mask. */
export function frame(opcode: number, payload: Buffer, isFinal = true): Buffer {
  const size = payload.length
  const head = size < 126 ? 2 : size < 65_536 ? 4 : 10
  const bytes = Buffer.alloc(head)
  bytes.writeUInt8((isFinal ? 128 : 0) + opcode, 0)
  bytes.writeUInt8(head === 2 ? size : head === 4 ? 126 : 127, 1)
  if (head === 4) bytes.writeUInt16BE(size, 2)
  if (head === 10) bytes.writeBigUInt64BE(BigInt(size), 2)
  return Buffer.concat([bytes, payload])
}

export type ClientFrame = { opcode: number; payload: Buffer }

/** As a client must write it: whole, and with a mask. */
export function unmask(bytes: Buffer): (ClientFrame & { rest: Buffer }) | undefined {
  if (bytes.length < 6) return undefined
  const short = bytes.readUInt8(1) - 128
  const head = short === 126 ? 4 : short === 127 ? 10 : 2
  if (bytes.length < head + 4) return undefined
  const size = head === 4 ? bytes.readUInt16BE(2) : head === 10 ? Number(bytes.readBigUInt64BE(2)) : short
  const from = head + 4
  if (bytes.length < from + size) return undefined
  const payload = Buffer.from(bytes.subarray(from, from + size))
  for (let index = 0; index < size; index += 1) payload[index]! ^= bytes[head + (index % 4)]!
  return { opcode: bytes.readUInt8(0) - 128, payload, rest: bytes.subarray(from + size) }
}

export function readFrames(socket: Socket, read: (frame: ClientFrame) => void): void {
  let bytes = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk])
    for (let one = unmask(bytes); one; one = unmask(bytes)) {
      bytes = Buffer.from(one.rest)
      read(one)
    }
  })
}
