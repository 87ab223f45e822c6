import { expect, it } from 'vitest'
import { isCalmLine } from '../../src/rollout/verdicts/is-calm-line.ts'

it.each([
  ['2026-03-01 10:00:00 INFO help: what a refusal means', true],
  ['[10:00:00.123] #42 debug trying', true],
  ['{"level":30,"msg":"tip"}', true],
  ['level=info msg=tip', true],
  ['2026-03-01 10:00:00 ERROR info: refused', false],
  ['information about a refusal', false],
])('%s: %s', (line, isCalm) => expect(isCalmLine(line)).toBe(isCalm))

it('comes to an end on a line of many numbers', () => {
  expect(isCalmLine(`${'12345678 '.repeat(200)}503 refused`)).toBe(false)
  expect(isCalmLine(`2026-01-01 10:00:00 10.0.0.1 ${'10.244.0.17 8080 503 0 '.repeat(40)}timed out`)).toBe(
    false,
  )
})
