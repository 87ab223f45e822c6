import { describe, expect, it } from 'vitest'
import { isDeployError } from '../../src/errors.ts'
import { collectSecrets, type GivenSecret } from '../../src/workflows/collect-secrets.ts'
import { configFrom } from '../config/config-text.ts'

type There = { env?: string; file?: string; cluster?: string; given?: GivenSecret; typed?: string }

/** One secret `A`, which is called KEY in its source. */
async function collect(place: string, { env, file, cluster, given, typed }: There) {
  const config = configFrom(
    `name: shop\nfrontend: {port: 3000}\nbackend: {port: 8000, secrets: [A]}\nsecrets: {A: {${place}}}\n`,
  )
  const concealed: string[] = []
  const world = {
    env: env === undefined ? {} : { KEY: env },
    secrets: { conceal: (value: string) => concealed.push(value) },
    terminal: { canAsk: typed !== undefined, ask: async () => ({ answer: typed }) },
    signal: new AbortController().signal,
  } as unknown as Parameters<typeof collectSecrets>[4]
  const files = { read: async () => file, whyAbsent: async () => undefined } as unknown as Parameters<
    typeof collectSecrets
  >[1]
  const inCluster: Record<string, string> = cluster === undefined ? {} : { A: cluster }
  const { values, sources } = await collectSecrets(config, files, inCluster, given ? { A: given } : {}, world)
  // what the cluster holds may be on its way out, and is a secret all the same
  expect(new Set(concealed)).toEqual(new Set([...Object.values(inCluster), values['A']]))
  return [values['A'], sources['A']]
}

const everywhere: There = { env: 'in-env', file: 'KEY=in-file', cluster: 'in-cluster', typed: 'typed-in' }
const given = { value: 'from-a-file', source: '/run/secrets/a' }
const env = 'from: env, key: KEY'
const envFile = 'from: env-file, file: .env, key: KEY'
const neon = 'from: neon, project: quiet-sun-1'

describe('what cannot be a value', () => {
  it.each([
    ['an open quote', 'KEY="hunter2\n', /\.env does not close the quote that KEY begins with/],
    ['a NUL', 'KEY=hunter2\0', /NUL/],
    ['a file in another encoding', 'KEY=hunter2\uFFFD', /UTF-8/],
  ])('%s', async (_, file, message) => {
    const error = await collect(envFile, { file }).catch((it: unknown) => it)
    if (!isDeployError(error)) throw new Error(String(error))
    expect(error).toMatchObject({ code: 'USAGE', message: expect.stringMatching(message) })
    expect(JSON.stringify(error.details)).not.toContain('hunter2')
  })

  it.each([
    [envFile, { file: 'KEEY=1' }, /\.env has KEEY$/],
    [envFile, { file: 'KEY=' }, /it is empty in \.env$/],
    [envFile, { file: 'K\0E\0Y\0' }, /\.env is not UTF-8 text$/],
    [envFile, {}, /there is no \.env$/],
    ['from: cluster', {}, /in the Secret in the cluster/],
  ])('nothing: %s %j tells what stands there instead', async (place, there, evidence) => {
    const error = await collect(place, there).catch((it: unknown) => it)
    if (!isDeployError(error)) throw new Error(String(error))
    expect(error.details.evidence).toEqual([expect.stringMatching(evidence)])
  })
})

describe('a secret', () => {
  it.each<[string, string, There, string[]]>([
    ['given to this run, before all', env, { ...everywhere, given }, ['from-a-file', '/run/secrets/a']],
    ['of the environment', env, everywhere, ['in-env', 'environment']],
    ['of a file', envFile, everywhere, ['in-file', '.env']],
    ['that the file lacks', envFile, { ...everywhere, file: 'OTHER=1' }, ['in-env', 'environment']],
    ['that only the cluster has', env, { cluster: 'in-cluster' }, ['in-cluster', 'already in the cluster']],
    [
      'that is empty elsewhere',
      env,
      { env: '', cluster: 'in-cluster' },
      ['in-cluster', 'already in the cluster'],
    ],
    ['of the cluster', 'from: cluster, key: KEY', everywhere, ['in-cluster', 'already in the cluster']],
    ['of Neon without a key', neon, everywhere, ['in-cluster', 'already in the cluster']],
    ['that is nowhere, asked for', env, { typed: 'typed-in' }, ['typed-in', 'typed']],
  ])('%s', async (_, place, there, wanted) => expect(await collect(place, there)).toEqual(wanted))

  it.each([
    [env, {}, 'KEY=… in the environment', 'KEY'],
    [envFile, {}, 'KEY=… in .env', 'KEY'],
    // what a person would type is not what Neon would answer
    [neon, { typed: 'typed-in' }, 'NEON_API_KEY=… in the environment', 'NEON_API_KEY'],
  ])('%s that is missing names its place', async (place, there, flag, variable) => {
    const error = await collect(place, there).catch((it: unknown) => it)
    if (!isDeployError(error)) throw new Error(String(error))
    expect(error.code).toBe('WOULD_PROMPT')
    expect(error.details.missing).toMatchObject([{ id: 'A', flag, env: variable }])
  })
})
