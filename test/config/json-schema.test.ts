import { describe, expect, it } from 'vitest'
import { configJsonSchema } from '../../src/config/json-schema.ts'

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
})
