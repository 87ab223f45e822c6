import { describe, expect, it } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import type { Context, Terminal } from '../../src/ports.ts'
import { chooseCluster, namespaceOf } from '../../src/workflows/choose-cluster.ts'
import { fakeCluster, localContext } from '../fakes/fake-cluster.ts'

const remote: Context = { ...localContext, name: 'prod', server: 'https://203.0.113.7', isLocal: false }
const config = {
  namespace: 'shop',
  contexts: [] as string[],
  environments: { live: { context: 'prod', namespace: 'shop-live' } },
} as unknown as Config

function world(context: Context, terminal: Partial<Terminal> = {}) {
  return {
    context: async () => context,
    cluster: async () => fakeCluster([], { context }),
    sandbox: {} as never,
    terminal: { canAsk: false, ...terminal } as Terminal,
    signal: new AbortController().signal,
  }
}

const typed = (answer: string): Partial<Terminal> => ({ canAsk: true, ask: async () => ({ answer }) })

describe('a context that is not on this machine', () => {
  it.each([
    ['is refused when it is only the current one', {}, config, {}],
    ['is refused when it is named but nobody can be asked', { context: 'prod' }, config, {}],
    ['is refused when another is allowed', { allowContext: 'stage' }, config, {}],
    ['is refused when the name is typed wrongly', { context: 'prod' }, config, typed('prd')],
  ])('%s', async (_, flags, chosen, terminal) => {
    await expect(chooseCluster(flags, chosen, world(remote, terminal), 'change')).rejects.toMatchObject({
      code: 'UNSAFE_CONTEXT',
    })
  })
  it.each([
    ['passes when the config lists it', {}, { ...config, contexts: ['prod'] }, {}],
    ['passes when it is allowed by name', { allowContext: 'prod' }, config, {}],
    ['passes when it is named and its name is typed', { context: 'prod' }, config, typed('prod')],
  ])('%s', async (_, flags, chosen, terminal) => {
    const cluster = await chooseCluster(flags, chosen, world(remote, terminal), 'change')
    expect(cluster.context.name).toBe('prod')
  })
  it('may be looked at without consent', async () => {
    await expect(chooseCluster({}, config, world(remote), 'look')).resolves.toBeDefined()
  })
})

it('passes a local context without a word', async () => {
  await expect(chooseCluster({}, config, world(localContext), 'change')).resolves.toBeDefined()
})

describe('namespaceOf', () => {
  it.each([
    [{}, 'shop'],
    [{ env: 'live' }, 'shop-live'],
    [{ env: 'live', namespace: 'mine' }, 'mine'],
  ])('%j works in %s', (flags, namespace) => {
    expect(namespaceOf(flags, config)).toBe(namespace)
  })
  it('names the environments when there is no such one', () => {
    expect(() => namespaceOf({ env: 'lvie' }, config)).toThrow('there is no environment "lvie"')
  })
})
