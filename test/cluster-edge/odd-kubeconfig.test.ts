import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadCredentials } from '../../src/cluster/credentials.ts'
import { type ExecEntry, readKubeconfig, type UserEntry } from '../../src/cluster/kubeconfig.ts'
import { isDeployError } from '../../src/errors.ts'

const refusal = async (work: () => unknown): Promise<string> => {
  try {
    await work()
    return 'taken'
  } catch (error) {
    return isDeployError(error) && error.code === 'CLUSTER_UNREACHABLE' ? error.message : `a bug: ${error}`
  }
}

describe('a kubeconfig that is none', () => {
  it.each([
    ['contexts: all', /its contexts are not a list/],
    ['contexts: {dev: {}}', /its contexts are not a list/],
    ['users: [1, ~]', /one of its users has no name/],
    ['clusters: [{name: 7}]', /one of its clusters has no name/],
    ['users: [{name: a, user: nobody}]', /the user "a" is not a group of keys/],
    ['users: [{name: a, user: {token: 7}}]', /token of the user "a" is no text/],
    ['current-context: 7', /its current-context is no text/],
    ['- a', /does not hold a mapping/],
    ['a: [', /cannot be read/],
  ])('%s', async (text, message) => {
    expect(await refusal(() => readKubeconfig(text, '/home/dev/.kube/config'))).toMatch(message)
  })

  it('is never a bug of ours, whatever it holds', async () => {
    const odd = fc.jsonValue({ maxDepth: 3 })
    const file = fc.record(
      {
        'current-context': odd,
        contexts: fc.oneof(odd, fc.array(fc.record({ name: odd, context: odd }, { requiredKeys: [] }))),
        clusters: fc.oneof(odd, fc.array(fc.record({ name: odd, cluster: odd }, { requiredKeys: [] }))),
        users: fc.oneof(odd, fc.array(fc.record({ name: odd, user: odd }, { requiredKeys: [] }))),
      },
      { requiredKeys: [] },
    )
    const property = fc.asyncProperty(file, async (value) => {
      expect(await refusal(() => readKubeconfig(JSON.stringify(value), '/k'))).not.toMatch(/^a bug/)
    })
    await fc.assert(property, { numRuns: 300 })
  })
})

const rubbish = Buffer.from('no certificate').toString('base64')
const pem = Buffer.from('-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n-----END CERTIFICATE-----\n').toString(
  'base64',
)
const load = (user: UserEntry, cluster = {}) =>
  loadCredentials(
    {
      clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1', ...cluster } }],
      users: [{ name: 'u', user }],
    },
    {},
  )
const exec = (entry: object): UserEntry => ({ exec: entry as ExecEntry })
const prints = (script: string) => exec({ command: '/bin/sh', args: ['-c', script] })

describe('credentials that cannot be used', () => {
  it.each<[string, UserEntry, object, RegExp]>([
    ['an authority', {}, { 'certificate-authority-data': rubbish }, /authority is no PEM text/],
    ['a certificate', { 'client-certificate-data': rubbish }, {}, /client certificate is no PEM text/],
    ['a key', { 'client-key-data': rubbish }, {}, /client key is no PEM text/],
    [
      'a certificate of rubbish',
      { 'client-certificate-data': pem },
      {},
      /certificate or its key cannot be read/,
    ],
    ['a token of two lines', { token: 'hunter2\nX-Evil: 1' }, {}, /token holds characters/],
    ['a login without a command', exec({}), {}, /no command is named/],
    ['a login whose command is a list', exec({ command: ['aws'] }), {}, /no command is named/],
    ['a login with arguments of nothing', exec({ command: 'true', args: 7 }), {}, /its entry is not valid/],
    [
      'a login with an environment of nothing',
      exec({ command: 'true', env: [null] }),
      {},
      /its entry is not valid/,
    ],
    ['a login that is not installed', exec({ command: '/gone/login' }), {}, /it is not installed/],
    ['a login that is a folder', exec({ command: '/' }), {}, /it may not be executed/],
    ['a login that is ended', prints('kill -9 $$'), {}, /it was ended by SIGKILL/],
    ['a login that answers null', prints('echo null'), {}, /its answer is not JSON/],
    ['a login that answers nothing', prints('true'), {}, /its answer is not JSON/],
  ])('%s', async (_, user, cluster, message) => {
    const told = await refusal(() => load(user, cluster))
    expect(told).toMatch(message)
    expect(told).not.toContain('hunter2')
  })
})
