import { describe, expect, it } from 'vitest'
import { isAbove, readQuantity } from '../../src/config/quantity.ts'

describe('quantities', () => {
  it.each([
    ['1', 1_000_000_000n],
    ['100m', 100_000_000n],
    ['0.1', 100_000_000n],
    ['.5', 500_000_000n],
    ['1e3', 1_000_000_000_000n],
    ['1k', 1_000_000_000_000n],
    ['1Ki', 1_024_000_000_000n],
    ['1.5Gi', 1_610_612_736_000_000_000n],
  ])('%s', (text, billionths) => {
    expect(readQuantity(text)).toBe(billionths)
  })

  it.each(['', 'm', '1 Gi', '1gi', '-1', '1Gib', '0x1', '1e100'])('%j is none', (text) => {
    expect(readQuantity(text)).toBeUndefined()
  })

  it.each([
    ['1Gi', '1G', true],
    ['1G', '1Gi', false],
    ['1000m', '1', false],
    ['1001m', '1', true],
    ['2Gi', '1Gi', true],
  ])('%s above %s: %s', (request, limit, above) => {
    expect(isAbove(request, limit)).toBe(above)
  })
})
