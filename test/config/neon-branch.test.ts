import { describe, expect, it } from 'vitest'
import { neonBranchOf } from '../../src/config/neon-branch.ts'
import { readConfig } from '../../src/config/read-config.ts'
import { writeConfig } from '../../src/config/write-config.ts'
import { configFrom } from './config-text.ts'

const text = (secret: string) => `name: shop
frontend: {port: 3000}
backend: {port: 8000}
secrets:
  DATABASE_URL: ${secret}
`

describe('a secret from Neon', () => {
  it.each([
    ['{from: neon}', /not of which project/],
    ['{from: neon, project: Quiet Sun}', /no ID of a Neon project/],
    ['{from: neon, project: ../../x}', /no ID of a Neon project/],
    ['{from: env, project: quiet-sun-1}', /a secret from env has no project/],
    ['{from: env-file, file: .env, pooled: false}', /a secret from env-file has no pooled/],
  ])('%s', (secret, message) =>
    expect(readConfig(text(secret), 'k8sdeploy.yaml')).toMatchObject({
      problems: [{ message: expect.stringMatching(message) }],
    }),
  )

  it('reads back as it was written', () => {
    const whole =
      '{from: neon, project: quiet-sun-1, branch: a/b, parent: main, database: d, role: r, pooled: false}'
    const config = configFrom(text(whole))
    expect(configFrom(writeConfig(config, {}))).toEqual(config)
  })

  it.each([
    ['{from: neon, project: quiet-sun-1}', 'shop', 'shop'],
    ['{from: neon, project: quiet-sun-1}', 'staging', 'staging/shop'],
    ['{from: neon, project: quiet-sun-1, branch: main}', 'staging', 'main'],
  ])('%s in the namespace %s is on the branch %s', (secret, namespace, branch) =>
    expect(neonBranchOf(configFrom(text(secret)).secrets['DATABASE_URL']!, 'shop', namespace)).toEqual({
      project: 'quiet-sun-1',
      branch,
    }),
  )
})
