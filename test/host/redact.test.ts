import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRedactor } from '../../src/host/redact.ts'

const url = 'postgresql://owner:p%40ss-w0rd%2F1@db.example.test/shop?sslmode=require'
const password = 'p@ss-w0rd/1'

describe('the redactor', () => {
  const redactor = createRedactor()
  redactor.conceal(url)

  it.each([
    ['the value', url],
    ['the password as it stands in the URL', 'p%40ss-w0rd%2F1'],
    ['the password itself', password],
    ['base64', Buffer.from(url).toString('base64')],
    ['base64 of the password', Buffer.from(password).toString('base64')],
    ['JSON', JSON.stringify({ url })],
  ])('masks %s', (_name, text) => {
    const masked = redactor.mask(`before ${text} after`)
    expect(masked).not.toContain(password)
    expect(masked).not.toContain('w0rd')
    expect(masked).not.toContain(text)
    expect(masked).toMatch(/^before .*••••••.* after$/)
  })

  it.each([0, 1, 2])('masks base64 at offset %i inside a larger text', (offset) => {
    const larger = Buffer.from(`${'x'.repeat(offset)}${password}tail`).toString('base64')
    expect(redactor.mask(larger)).toContain('••••••')
  })

  it('leaves short values alone: they would mask half of what is printed', () => {
    const other = createRedactor()
    other.conceal('abc')
    expect(other.mask('abc abc')).toBe('abc abc')
  })

  it('masks a secret wherever the pieces of a stream are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 60 }), (sizes) => {
        const text = `log line with ${url} and ${password} in it`
        const stream = redactor.stream()
        let out = ''
        let at = 0
        for (const size of [...sizes, text.length]) {
          out += stream.add(text.slice(at, at + size))
          at += size
        }
        out += stream.end()
        expect(out).not.toContain('w0rd')
        expect(out.startsWith('log line with ')).toBe(true)
        expect(out.endsWith(' in it')).toBe(true)
      }),
    )
  })
})
