import { describe, expect, it } from 'vitest'
import { configJsonSchema, knownKeys } from '../../src/config/json-schema.ts'

describe('configJsonSchema', () => {
  it('describes every answer for editors, and refuses others', () => {
    const schema = configJsonSchema() as {
      properties: Record<string, { description?: string }>
      [key: string]: unknown
    }
    expect(schema).toMatchObject({ required: ['name', 'frontend', 'backend'], additionalProperties: false })
    expect(schema.properties['name']).toMatchObject({
      pattern: expect.any(String),
      description: expect.any(String),
    })
  })

  it.each([
    [
      ['frontend', 'service'],
      ['type', 'port', 'nodePort'],
    ],
    [
      ['secrets', 'ANY'],
      ['from', 'key', 'file', 'required'],
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
