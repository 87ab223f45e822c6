import { createHash, randomBytes } from 'node:crypto'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Socket } from 'node:net'
import type { Credentials } from './credentials.ts'
import { createReceiver, encodeFrame, opcodes, type Received } from './web-socket-frames.ts'

export type WebSocketOptions = {
  url: URL
  protocol: string
  credentials: Credentials
  /** Until the server has agreed. */
  signal?: AbortSignal | undefined
}

/** An open WebSocket, as much of it as the API server's streams need: whole binary messages both ways. */
export type OpenSocket = {
  /** False while more waits to be sent than should: `onDrain` tells when it has left. */
  send(message: Buffer): boolean
  onDrain(drained: () => void): void
  /** Nothing is read before somebody listens. */
  onMessage(read: (message: Buffer) => void): void
  onClose(closed: () => void): void
  pause(): void
  resume(): void
  close(): void
}

/** The server answered, and not with a WebSocket. */
export class WebSocketRefused extends Error {
  readonly status: number
  readonly text: string

  constructor(status: number, text: string) {
    super(`the server answers ${status} to a WebSocket`)
    this.status = status
    this.text = text
  }
}

const keySuffix = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const mostText = 16_384
const keepAliveMs = 15_000
const goingAway = Buffer.from([0x03, 0xe8])

export async function openWebSocket(options: WebSocketOptions): Promise<OpenSocket> {
  const key = randomBytes(16).toString('base64')
  return overSocket(await upgrade(options, key))
}

function upgrade(options: WebSocketOptions, key: string): Promise<Socket> {
  const { url, protocol, credentials, signal } = options
  const start = url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const outgoing = start(url, {
      ...credentials.tls,
      agent: credentials.agent ?? false,
      headers: {
        ...credentials.headers,
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': key,
        'Sec-WebSocket-Protocol': protocol,
      },
    })
    const giveUp = () => outgoing.destroy(new Error('the WebSocket was given up'))
    if (signal?.aborted) giveUp()
    signal?.addEventListener('abort', giveUp, { once: true })
    outgoing.once('upgrade', (answer, socket, head) => {
      signal?.removeEventListener('abort', giveUp)
      if (head.length > 0) socket.unshift(head)
      if (isAgreed(answer, key, protocol)) return resolve(socket as Socket)
      socket.destroy()
      reject(new Error('the server did not agree to a WebSocket'))
    })
    outgoing.once('response', (answer) => {
      signal?.removeEventListener('abort', giveUp)
      readText(answer).then((text) => reject(new WebSocketRefused(answer.statusCode ?? 0, text)), reject)
    })
    outgoing.once('error', reject)
    outgoing.end()
  })
}

const isAgreed = ({ headers }: IncomingMessage, key: string, protocol: string): boolean =>
  headers['sec-websocket-accept'] === createHash('sha1').update(`${key}${keySuffix}`).digest('base64') &&
  headers['sec-websocket-protocol'] === protocol

async function readText(answer: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of answer.setEncoding('utf8')) {
    text += chunk as string
    if (text.length > mostText) break
  }
  return text
}

function overSocket(socket: Socket): OpenSocket {
  const receiver = createReceiver()
  const send = (opcode: number, payload: Buffer): boolean =>
    !socket.writable || socket.write(encodeFrame(opcode, payload))
  const close = () => {
    send(opcodes.close, goingAway)
    socket.end(() => socket.destroy())
  }
  const answer = (received: Received, read: (message: Buffer) => void): void => {
    if (received.type === 'message') read(received.payload)
    else if (received.type === 'ping') send(opcodes.pong, received.payload)
    else if (received.type === 'close') close()
  }
  socket.setKeepAlive(true, keepAliveMs)
  socket.on('error', () => socket.destroy())
  socket.on('end', () => socket.destroy())
  return {
    send: (payload) => send(opcodes.binary, payload),
    onDrain: (drained) => void socket.on('drain', drained),
    onMessage(read) {
      socket.on('data', (chunk: Buffer) => {
        try {
          for (const received of receiver.add(chunk)) answer(received, read)
        } catch (error) {
          socket.destroy(error as Error)
        }
      })
    },
    onClose: (closed) => void socket.once('close', closed),
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    close,
  }
}
