import { expect, it } from 'vitest'
import { quantityOf } from '../../../../src/sandbox/api/validation/quantity.ts'
import { readQuantity } from '../../../../src/sandbox/controllers/quantity.ts'

it.each([
  ['250m', 0.25],
  ['2', 2],
  ['1e3', 1000],
  ['1k', 1000],
  ['24576Ki', 24576 * 1024],
  ['128Mi', 128 * 2 ** 20],
  ['1Gi', 2 ** 30],
  ['1M', 1e6],
  ['2E', 2e18],
])('%s is %d', (text, value) => {
  expect(quantityOf(text)).toBe(value)
  expect(readQuantity(text)).toBe(value)
})

it.each(['1K', '1ki', 'Mi', '1 Gi', ''])('%j is none, and asks for nothing', (text) => {
  expect(quantityOf(text)).toBeNaN()
  expect(readQuantity(text)).toBe(0)
})
