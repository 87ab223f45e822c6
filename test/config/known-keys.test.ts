import { describe, expect, it } from 'vitest'
import { knownKeys } from '../../src/config/known-keys.ts'
import { neonKeys } from '../../src/config/neon-branch.ts'

describe('knownKeys', () => {
  it.each([
    [
      ['frontend', 'service'],
      ['type', 'port', 'nodePort'],
    ],
    [
      ['secrets', 'ANY'],
      ['from', 'key', 'file', ...neonKeys, 'required'],
    ],
    [
      ['backend', 'secrets', 0],
      ['name', 'as'],
    ],
    [['frontend', 'env'], []],
  ])('%j has the keys %j', (path, keys) => {
    expect(knownKeys(path)).toEqual(keys)
  })
})
