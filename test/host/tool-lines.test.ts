import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRedactor } from '../../src/host/redact.ts'
import { createToolLines } from '../../src/host/tool-lines.ts'

const password = 'p@ss-wörd€/1'
const redactor = createRedactor()
redactor.conceal(`postgresql://owner:${encodeURIComponent(password)}@db.example.test/shop`)

describe('the lines of a tool', () => {
  it('hold no secret, wherever its output is cut', () => {
    const bytes = Buffer.from(
      `one\r\nsay \u001b[1m${password}\u001b[0m and p@ss-\u001b[7mwörd\u001b[0m€/1\rlast`,
    )
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 60 }), (sizes) => {
        const lines = createToolLines(redactor.mask)
        const found: string[] = []
        let at = 0
        for (const size of [...sizes, bytes.length]) {
          found.push(...lines.add(bytes.subarray(at, at + size)))
          at += size
        }
        expect([...found, ...lines.end()]).toEqual(['one', 'say •••••• and ••••••', 'last'])
      }),
    )
  })
})
