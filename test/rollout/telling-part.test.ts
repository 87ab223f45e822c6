import { expect, it } from 'vitest'
import { tellingPart } from '../../src/rollout/verdicts/telling-part.ts'

it.each([
  ['  password authentication failed (28P01) ', 'password authentication failed (28P01)'],
  ['{"level":"warn","message":"not ready","reason":"28P01: password wrong"}', '28P01: password wrong'],
  ['{"error":{"code":"28P01"}}', '28P01'],
  ['{"code":28, 28P01', '{"code":28, 28P01'],
])('of %j tells %j', (line, told) => {
  expect(tellingPart(line, /28P01/)).toBe(told)
})
