import { expect, it } from 'vitest'
import { durationText } from '../../../src/sandbox/api/table/age.ts'

it.each([
  [0, '0s'],
  [119, '119s'],
  [120, '2m'],
  [312, '5m12s'],
  [3600, '60m'],
  [10_800, '3h'],
  [11_700, '3h15m'],
  [172_800, '2d'],
  [187_200, '2d4h'],
  [900_000, '10d'],
])('%d seconds are %s', (seconds, expected) => expect(durationText(seconds)).toBe(expected))
