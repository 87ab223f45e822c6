import { createHash, randomBytes } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Duplex } from 'node:stream'
import type { Credentials } from './credentials.ts'

export type WebSocketOptions = {
  url: URL
  protocol: string
  credentials: Credentials
  signal?: AbortSignal | undefined
}

/** An open WebSocket, as much of it as the API server's streams need: whole binary messages both ways. */
export type OpenSocket = {
  send(message: Buffer): void
  onMessage(read: (message: Buffer) => void): void
  onClose(closed: () => void): void
  close(): void
}

const keySuffix = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

export async function openWebSocket(options: WebSocketOptions): Promise<OpenSocket> {
  const key = randomBytes(16).toString('base64')
  const socket = await upgrade(options, key)
  return overSocket(socket)
}

function upgrade({ url, protocol, credentials, signal }: WebSocketOptions, key: string): Promise<Duplex> {
  const start = url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const outgoing = start(url, {
      ...credentials.tls,
      ...(credentials.agent && { agent: credentials.agent }),
      ...(signal && { signal }),
      headers: {
        ...credentials.headers,
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': key,
        'Sec-WebSocket-Protocol': protocol,
      },
    })
    outgoing.once('upgrade', (answer, socket, head) => {
      const accepted = createHash('sha1').update(`${key}${keySuffix}`).digest('base64')
      if (answer.headers['sec-websocket-accept'] !== accepted) {
        socket.destroy()
        return reject(new Error('the server did not agree to a WebSocket'))
      }
      if (head.length > 0) socket.unshift(head)
      resolve(socket)
    })
    outgoing.once('response', (answer) => {
      answer.resume()
      reject(new Error(`the server answers ${answer.statusCode} to a WebSocket`))
    })
    outgoing.once('error', reject)
    outgoing.end()
  })
}

const opcodes = { continuation: 0, binary: 2, close: 8, ping: 9, pong: 10 }

function overSocket(socket: Duplex): OpenSocket {
  let received = Buffer.alloc(0)
  let message: Buffer[] = []
  let read: (message: Buffer) => void = () => undefined
  const send = (opcode: number, payload: Buffer) => {
    if (!socket.destroyed) socket.write(encodeFrame(opcode, payload))
  }
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk])
    for (let frame = decodeFrame(received); frame; frame = decodeFrame(received)) {
      received = received.subarray(frame.size)
      if (frame.opcode === opcodes.close) socket.end()
      else if (frame.opcode === opcodes.ping) send(opcodes.pong, frame.payload)
      else if (frame.opcode !== opcodes.pong) {
        message.push(frame.payload)
        if (!frame.isFinal) continue
        read(Buffer.concat(message))
        message = []
      }
    }
  })
  return {
    send: (payload) => send(opcodes.binary, payload),
    onMessage(listener) {
      read = listener
    },
    onClose: (closed) => void socket.once('close', closed),
    close: () => void socket.destroy(),
  }
}

/** A client masks what it sends; the mask keeps nothing secret. */
export function encodeFrame(opcode: number, payload: Buffer): Buffer {
  const mask = randomBytes(4)
  const length =
    payload.length < 126
      ? Buffer.from([0x80 | payload.length])
      : Buffer.from([0x80 | 126, payload.length >> 8, payload.length & 0xff])
  const masked = Buffer.from(payload.map((byte, at) => byte ^ mask[at % 4]!))
  return Buffer.concat([Buffer.from([0x80 | opcode]), length, mask, masked])
}

type Frame = { opcode: number; isFinal: boolean; payload: Buffer; size: number }

/** The first frame of these bytes; undefined while some of it is still on its way. */
export function decodeFrame(bytes: Buffer): Frame | undefined {
  if (bytes.length < 2) return undefined
  const short = bytes[1]! & 0x7f
  const head = short === 126 ? 4 : short === 127 ? 10 : 2
  if (bytes.length < head) return undefined
  const length =
    short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short
  const size = head + length
  if (bytes.length < size) return undefined
  const payload = Buffer.from(bytes.subarray(head, size))
  return { opcode: bytes[0]! & 0x0f, isFinal: (bytes[0]! & 0x80) !== 0, payload, size }
}
