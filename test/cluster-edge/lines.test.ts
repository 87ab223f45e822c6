import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createLines } from '../../src/cluster/lines.ts'

it('gives whole lines, wherever the pieces are cut', () => {
  const line = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .filter((text) => !/[\n\r]/.test(text) && text.trim() !== '')
  fc.assert(
    fc.property(fc.array(line), fc.integer({ min: 1, max: 7 }), (lines, size) => {
      const bytes = Buffer.from(lines.map((each) => `${each}\n`).join(''))
      const reader = createLines()
      const read: string[] = []
      for (let at = 0; at < bytes.length; at += size) read.push(...reader.add(bytes.subarray(at, at + size)))
      expect(read).toEqual(lines)
    }),
  )
})

it('keeps what has not ended', () => {
  const lines = createLines()
  expect(lines.add(Buffer.from('a\n\nb'))).toEqual(['a'])
  expect(lines.add(Buffer.from('c\n'))).toEqual(['bc'])
})
