import { randomBytes } from 'node:crypto'

/** What came over a WebSocket, its fragments joined. */
export type Received =
  | { type: 'message'; payload: Buffer }
  | { type: 'ping' | 'pong'; payload: Buffer }
  | { type: 'close'; code: number; reason: string }

type Frame = { opcode: number; isFinal: boolean; payload: Buffer; end: number }

export const opcodes = { binary: 2, close: 8, ping: 9, pong: 10 }
/** The API server sends pieces of 32 KiB; what claims to be more than this is not one. */
const mostBytes = 64 * 1024 * 1024
const noStatus = 1005

/** A client masks what it sends; the mask keeps nothing secret. */
export function encodeFrame(opcode: number, payload: Buffer): Buffer {
  const head = headOf(opcode, payload.length)
  const frame = Buffer.concat([head, randomBytes(4), payload])
  mask(frame, head.length)
  return frame
}

function headOf(opcode: number, length: number): Buffer {
  const [marker, size] = length < 126 ? [length, 2] : length < 65_536 ? [126, 4] : [127, 10]
  const head = Buffer.alloc(size)
  head[0] = 0x80 | opcode
  head[1] = 0x80 | marker
  if (marker === 126) head.writeUInt16BE(length, 2)
  if (marker === 127) head.writeBigUInt64BE(BigInt(length), 2)
  return head
}

/** The four bytes at `at` are laid over all that follow. */
function mask(frame: Buffer, at: number): void {
  const from = at + 4
  for (let index = from; index < frame.length; index += 1)
    frame[index] = frame[index]! ^ frame[at + ((index - from) & 3)]!
}

/** Whole messages out of a stream of bytes, however it was cut. Throws on what no WebSocket sends. */
export function createReceiver(): { add(chunk: Buffer): Received[] } {
  let parts: Buffer[] = []
  let [size, needed] = [0, 2]
  let message: Buffer[] = []

  const receive = ({ opcode, isFinal, payload }: Frame): Received[] => {
    if (opcode === opcodes.close) return [closing(payload)]
    if (opcode === opcodes.ping) return [{ type: 'ping', payload }]
    if (opcode === opcodes.pong) return [{ type: 'pong', payload }]
    message.push(payload)
    if (!isFinal) return []
    const whole = message.length === 1 ? payload : Buffer.concat(message)
    message = []
    return [{ type: 'message', payload: whole }]
  }

  return {
    add(chunk) {
      parts.push(chunk)
      size += chunk.length
      if (size < needed) return []
      let bytes = parts.length === 1 ? chunk : Buffer.concat(parts)
      const received: Received[] = []
      for (let frame = decodeFrame(bytes); ; frame = decodeFrame(bytes)) {
        if (typeof frame === 'number') needed = frame
        if (typeof frame === 'number') break
        received.push(...receive(frame))
        bytes = bytes.subarray(frame.end)
      }
      parts = [bytes]
      size = bytes.length
      return received
    },
  }
}

/** The first frame of these bytes, or how many bytes are needed before it can be read. */
function decodeFrame(bytes: Buffer): Frame | number {
  if (bytes.length < 2) return 2
  const marker = bytes[1]! & 0x7f
  const head = marker === 126 ? 4 : marker === 127 ? 10 : 2
  if (bytes.length < head) return head
  const length = head === 4 ? bytes.readUInt16BE(2) : head === 10 ? Number(bytes.readBigUInt64BE(2)) : marker
  if (bytes[0]! & 0x70 || bytes[1]! & 0x80 || length > mostBytes) throw new Error('what came is no WebSocket')
  const end = head + length
  if (bytes.length < end) return end
  const payload = bytes.subarray(head, end)
  return { opcode: bytes[0]! & 0x0f, isFinal: (bytes[0]! & 0x80) !== 0, payload, end }
}

const closing = (payload: Buffer): Received => ({
  type: 'close',
  code: payload.length < 2 ? noStatus : payload.readUInt16BE(0),
  reason: payload.subarray(2).toString('utf8'),
})
