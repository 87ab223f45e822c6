import { describe, expect, it } from 'vitest'
import { DeployError, isDeployError } from '../../src/errors.ts'
import { readGivenSecrets } from '../../src/workflows/given-secrets.ts'
import { configFrom } from '../config/config-text.ts'

const config = configFrom(`name: shop
frontend: {port: 3000}
backend: {port: 8000}
secrets: {DATABASE_URL: {}, TOKEN: {}, HOST: {from: database, key: host}}
`)
const world = { readInput: async (path: string) => `value of ${path}\n` }

describe('--secret-file', () => {
  it('reads files and standard input, without the last newline', async () =>
    expect(await readGivenSecrets(['DATABASE_URL=-', 'TOKEN=/run/a=b'], config, world)).toEqual({
      DATABASE_URL: { value: 'value of -', source: 'standard input' },
      TOKEN: { value: 'value of /run/a=b', source: '/run/a=b' },
    }))

  it.each([
    [['DATABASE_URL=postgresql://u:S3cretOfArgv@h/d'], /never a value/],
    [['TOKEN'], /NAME=PATH/],
    [['TOKEN='], /NAME=PATH/],
    [['TOKNE=a'], /no secret with a value of its own/],
    [['HOST=a'], /no secret with a value of its own/],
    [['TOKEN=-', 'DATABASE_URL=-'], /standard input holds one/],
  ])('refuses %j', async (entries, message) => {
    const error = await readGivenSecrets(entries, config, world).catch((it: unknown) => it)
    if (!isDeployError(error)) throw new Error(String(error))
    expect(error.message).toMatch(message)
    expect(JSON.stringify([error.message, error.details])).not.toContain('S3cretOfArgv')
  })

  it('says for which secret a file cannot be read', async () => {
    const readInput = () => Promise.reject(new DeployError('USAGE', 'the file cannot be read'))
    await expect(readGivenSecrets(['TOKEN=x'], config, { readInput })).rejects.toMatchObject({
      code: 'USAGE',
      message: 'TOKEN: the file cannot be read',
    })
  })
})
