import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRedactor } from '../../src/host/redact.ts'
import { createSearch } from '../canary/search.ts'
import { ways } from '../canary/ways.ts'

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
})

const core = 'Qx7Lm2Rt9Vw4Hb8Kd3Ns'
const punctuation = fc.string({
  unit: fc.constantFrom(...`/p@:#%é&<>"'\\\`$ +?=;,.~*()[]{}|^!-_€😀\n\t`),
  maxLength: 8,
})

describe('however a secret is written', () => {
  it.each(Object.entries(ways))('%s', (_, way) => {
    fc.assert(
      fc.property(punctuation, punctuation, (before, after) => {
        const other = createRedactor()
        const secret = `${before}${core}${after}`.trim()
        other.conceal(secret)
        const search = createSearch({ core })
        for (const text of [way(secret), JSON.stringify({ line: way(secret) })]) {
          const told = other.mask(`before ${text} after`)
          expect(told).toMatch(/^before [\s\S]* after$/)
          search.look(text, told)
        }
        expect(search.hits).toEqual([])
      }),
      { numRuns: 25 },
    )
  })

  it('leaves the quote in front of one alone', () => {
    const other = createRedactor()
    other.conceal(`"${core}`)
    expect(JSON.parse(other.mask(JSON.stringify([`"${core}`])))).toEqual(['••••••'])
  })

  it('leaves JSON as it can be read', () => {
    const text = fc.string({ unit: fc.constantFrom(...`ab\\"'\n{}:,[]/é`), maxLength: 6 })
    fc.assert(
      fc.property(text, text, punctuation, punctuation, (left, right, before, after) => {
        const other = createRedactor()
        const secret = `${before}${core}${after}`
        other.conceal(secret)
        const document = { [left]: [`${left}${secret}${right}`], right: JSON.stringify({ [right]: secret }) }
        const told = JSON.parse(other.mask(JSON.stringify(document))) as Record<string, unknown>
        expect(Object.keys(told).length).toBe(Object.keys(document).length)
        expect(JSON.stringify(told)).not.toContain(core)
      }),
    )
  })

  it.each([
    ['a password with signs that nobody encoded', 'postgresql://u:a/b#w0rd?1@h/db', 'a/b#w0rd?1'],
    ['JDBC', 'jdbc:postgresql://h/db?user=u&password=w0rd%2F77', 'w0rd/77'],
    ['libpq', "host=h password='w0rd \\' 77' dbname=d", "w0rd ' 77"],
    ['Npgsql', 'Host=h;Username=u;Password="w0rd;77"', 'w0rd;77'],
    ['a line of several', '-----BEGIN X-----\nMIIw0rdw0rd\n-----END X-----', 'MIIw0rdw0rd'],
  ])('the password alone, from %s', (_, value, told) => {
    const other = createRedactor()
    other.conceal(value)
    expect(other.mask(`say ${told}.`)).toBe('say ••••••.')
  })

  it('wrapped at a blank and coloured', () => {
    const other = createRedactor()
    other.conceal('correct horse battery')
    expect(other.mask('a correct\n    horse \u001b[2m\n\u001b[22m  battery.')).toBe('a ••••••.')
  })

  it('leaves the frame of a key alone: every key has it', () => {
    const other = createRedactor()
    other.conceal('-----BEGIN X-----\nMIIw0rdw0rd\n-----END X-----')
    expect(other.mask('-----BEGIN X-----')).toBe('-----BEGIN X-----')
  })

  it('a secret of thousands of lines', () => {
    const other = createRedactor()
    const lines = Array.from(
      { length: 4000 },
      (_, at) => `"${createHash('sha256').update(`${at}`).digest('base64')}"`,
    )
    other.conceal(lines.join('\n'))
    expect(other.mask(`say ${lines[2000]}.`)).toBe('say ••••••.')
    const told = other.mask(JSON.stringify({ all: lines.join('\n') }))
    expect(told === '{"all":"••••••"}').toBe(true)
  })

  it('a long key of signs alone', () => {
    const other = createRedactor()
    const key = '-/"é'.repeat(255)
    other.conceal(key)
    expect(other.mask(`say ${encodeURIComponent(key)}.`) === 'say ••••••.').toBe(true)
  })
})
