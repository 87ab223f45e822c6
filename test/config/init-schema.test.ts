import { describe, expect, it } from 'vitest'
import { initSchema } from '../../src/config/init-schema.ts'
import { initJsonSchema } from '../../src/config/json-schema.ts'

describe('initJsonSchema', () => {
  it('names every field of the document, and no others', () => {
    expect(initJsonSchema()).toMatchObject({
      title: 'k8sdeploy/init/1',
      additionalProperties: false,
      required: expect.arrayContaining([
        'components',
        'database',
        'findings',
        'questions',
        'answers',
        'files',
      ]),
    })
  })

  it('refuses what init does not print', () => {
    expect(initSchema.safeParse({ schema: 'k8sdeploy/init/1', status: 'done' }).success).toBe(false)
  })
})
