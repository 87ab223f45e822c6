import { expect, it } from 'vitest'
import { canonicalQuantity } from '../../../src/sandbox/api/schema/canonical-quantity.ts'
import { quantityOf } from '../../../src/sandbox/api/validation/quantity.ts'

it.each([
  ['0.5', '500m'],
  ['1000m', '1'],
  [1, '1'],
  ['1024Mi', '1Gi'],
  ['0.5Gi', '512Mi'],
  ['1500k', '1500k'],
  ['1000', '1k'],
  ['0', '0'],
  ['100n', '100n'],
  ['what', 'what'],
])('%s is %s', (given, expected) => expect(canonicalQuantity(given)).toBe(expected))

it.each([
  ['250m', 0.25],
  ['1Gi', 2 ** 30],
  ['1e3', 1000],
  ['2E', 2e18],
])('%s amounts to %d', (text, expected) => expect(quantityOf(text)).toBeCloseTo(expected))
