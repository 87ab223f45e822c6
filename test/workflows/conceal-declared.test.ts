import { expect, it } from 'vitest'
import { DeployError } from '../../src/errors.ts'
import type { Files } from '../../src/ports.ts'
import { concealDeclared } from '../../src/workflows/conceal-declared.ts'
import { configFrom } from '../config/config-text.ts'

const config = configFrom(`name: shop
frontend: {port: 3000}
backend: {port: 8000}
secrets:
  A: {from: env, key: OTHER}
  B: {from: env-file, file: .env.local, key: B}
  C: {from: env-file, file: .env.local, key: C}
  D: {from: cluster, key: D}
`)

async function concealed(read: Files['read']): Promise<string[]> {
  const values: string[] = []
  const secrets = { conceal: (value: string) => values.push(value) }
  const env = { OTHER: 'in-env', C: 'also-in-env', D: 'of-somebody-else' }
  await concealDeclared(config, { read } as Files, { env, secrets } as never)
  return values
}

it('the values that the config names are masked once it is read', async () =>
  expect(await concealed(async () => 'B="in-file"\nE=unused')).toEqual(['in-env', 'in-file', 'also-in-env']))

it('a file that cannot be read is told by whoever needs it', async () => {
  const unreadable = async () => Promise.reject(new DeployError('USAGE', '.env.local cannot be read'))
  expect(await concealed(unreadable)).toEqual(['in-env', 'also-in-env'])
})
