import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createReceiver, encodeFrame, type Received } from '../../src/cluster/web-socket-frames.ts'
import { frame, unmask } from './fake-pods.ts'

const text = (...words: string[]) => words.map((word) => Buffer.from(word))
const message = (payload: Buffer): Received => ({ type: 'message', payload })
const receive = (...chunks: Buffer[]) => {
  const { add } = createReceiver()
  return chunks.flatMap(add)
}
const cut = (bytes: Buffer, size: number) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  )

describe('a frame that a client sends', () => {
  it.each([0, 1, 125, 126, 127, 65_535, 65_536, 200_000])('of %i bytes is masked and whole', (size) => {
    const payload = randomBytes(size)
    const sent = encodeFrame(2, payload)
    const { opcode, payload: read, rest } = unmask(sent)!
    expect([opcode, read.equals(payload), rest.length]).toEqual([2, true, 0])
    if (size > 100) expect(sent.includes(payload.subarray(0, 32))).toBe(false)
  })
})

describe('frames that a server sends', () => {
  it.each([0, 1, 125, 126, 65_535, 65_536, 200_000])(
    'of %i bytes are read, in whatever pieces they come',
    (size) => {
      const payload = randomBytes(size)
      const twice = Buffer.concat([frame(2, payload), frame(2, payload)])
      for (const piece of [1, 7, 16_384, twice.length])
        if (size < 1000 || piece > 1) {
          const read = receive(...cut(twice, piece)).map(
            (one) => 'payload' in one && one.payload.equals(payload),
          )
          expect(read).toEqual([true, true])
        }
    },
  )

  it('are joined from fragments, with a ping in between', () => {
    const [a, b, c, ping] = text('one ', 'two ', 'three', 'there?') as [Buffer, Buffer, Buffer, Buffer]
    expect(receive(frame(2, a, false), frame(0, b, false), frame(9, ping), frame(0, c), frame(2, a))).toEqual(
      [{ type: 'ping', payload: ping }, message(Buffer.from('one two three')), message(a)],
    )
  })

  it.each<[string, Buffer, Received]>([
    [
      'with code and reason',
      Buffer.from([3, 233, 98, 121, 101]),
      { type: 'close', code: 1001, reason: 'bye' },
    ],
    ['without a code', Buffer.alloc(0), { type: 'close', code: 1005, reason: '' }],
  ])('may close, %s', (_, payload, closing) => {
    expect(receive(frame(8, payload))).toEqual([closing])
  })

  it('a pong is nothing but that', () => {
    expect(receive(frame(10, Buffer.from('here')))).toEqual([{ type: 'pong', payload: Buffer.from('here') }])
  })

  it.each([
    ['with a mask', encodeFrame(2, Buffer.from('hello'))],
    ['with reserved bits', Buffer.from([0xc2, 1, 0])],
    ['that claim to be huge', Buffer.from([0x82, 127, 0, 0, 1, 0, 0, 0, 0, 0])],
    ['that are an HTTP answer', Buffer.from('HTTP/1.1 502 Bad Gateway\r\n\r\n')],
  ])('%s are none', (_, bytes) => {
    expect(() => receive(bytes)).toThrow(/no WebSocket/)
  })
})
