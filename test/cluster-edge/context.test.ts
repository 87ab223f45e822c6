import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { resolveContext } from '../../src/cluster/context.ts'
import { addressKind } from '../../src/cluster/local-address.ts'
import { recognise } from '../../src/host/providers/providers.ts'

let dir: string
const put = (name: string, text: string) => {
  writeFileSync(join(dir, name), text)
  return join(dir, name)
}
const entry = (name: string) => `
- {name: ${name}, context: {cluster: c-${name}, user: u-${name}, namespace: dev}}
`
const config = (current: string, servers: Record<string, string>) =>
  `current-context: ${current}
contexts:${Object.entries(servers)
    .map(([name]) => entry(name))
    .join('')}
clusters:
${Object.entries(servers)
  .map(
    ([name, server]) => `- {name: c-${name}, cluster: {server: "${server}", certificate-authority: ca.crt}}`,
  )
  .join('\n')}
users:
${Object.keys(servers)
  .map((name) => `- {name: u-${name}, user: {token: token-of-${name}}}`)
  .join('\n')}
`
const resolve = (options: { name?: string; kubeconfig?: string; env?: Record<string, string> }) =>
  resolveContext({ env: { HOME: dir, ...options.env }, recognise, ...options })

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'k8sdeploy-context-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

describe('the context', () => {
  it('is pinned in a file that holds nothing else, and that only its owner reads', async () => {
    const path = put(
      'config',
      config('kind-a', { 'kind-a': 'https://127.0.0.1:6443', prod: 'https://prod.example.test' }),
    )
    const context = await resolve({ kubeconfig: path })
    expect(context).toMatchObject({
      name: 'kind-a',
      server: 'https://127.0.0.1:6443',
      namespace: 'dev',
      isLocal: true,
      provider: 'kind',
    })
    const pinned = readFileSync(context.kubeconfig, 'utf8')
    expect(pinned).toContain('token-of-kind-a')
    expect(pinned).not.toContain('prod')
    expect(JSON.parse(pinned).clusters[0].cluster['certificate-authority']).toBe(join(dir, 'ca.crt'))
    expect(statSync(context.kubeconfig).mode & 0o777).toBe(0o600)
    expect(statSync(dirname(context.kubeconfig)).mode & 0o777).toBe(0o700)
  })

  it('is looked for in every file of KUBECONFIG; the first to name it wins, missing files do not matter', async () => {
    const one = put('one', config('a', { a: 'https://127.0.0.1:1' }))
    const two = put('two', config('b', { a: 'https://evil.example.test', b: 'https://127.0.0.1:2' }))
    const env = { KUBECONFIG: `${join(dir, 'missing')}:${one}:${two}` }
    expect(await resolve({ env })).toMatchObject({ name: 'a', server: 'https://127.0.0.1:1' })
    expect(await resolve({ env, name: 'b' })).toMatchObject({ server: 'https://127.0.0.1:2' })
  })

  it.each<[string, Record<string, string>, boolean]>([
    ['a name like a local cluster’s says nothing', { 'kind-prod': 'https://prod.example.test' }, false],
    ['a private address of minikube is this machine', { minikube: 'https://192.168.49.2:8443' }, true],
    ['a private address of anything else is not', { office: 'https://192.168.49.2:8443' }, false],
    ['loopback is local whatever its name', { prod: 'https://[::1]:6443' }, true],
  ])('%s', async (_name, servers, isLocal) => {
    const name = Object.keys(servers)[0]!
    expect((await resolve({ kubeconfig: put('config', config(name, servers)) })).isLocal).toBe(isLocal)
  })

  it.each<[string, string, { name?: string }, RegExp]>([
    ['no current context', 'contexts: []', {}, /no current context/],
    ['an unknown name', config('a', { a: 'https://127.0.0.1' }), { name: 'b' }, /no context "b"/],
    [
      'a cluster that is missing',
      'current-context: a\ncontexts: [{name: a, context: {cluster: x}}]',
      {},
      /does not hold/,
    ],
    ['not YAML', 'a: [', {}, /cannot be read/],
    ['not a mapping', '- 1', {}, /does not hold a mapping/],
    ['an empty file', '', {}, /no current context/],
  ])('explains %s', async (_name, text, options, message) => {
    await expect(resolve({ kubeconfig: put('config', text), ...options })).rejects.toMatchObject({
      code: 'CLUSTER_UNREACHABLE',
      message: expect.stringMatching(message),
    })
  })

  it('lists the contexts that there are', async () => {
    const kubeconfig = put('config', config('a', { a: 'https://127.0.0.1', b: 'https://127.0.0.2' }))
    await expect(resolve({ kubeconfig, name: 'c' })).rejects.toMatchObject({
      details: { choices: ['a', 'b'] },
    })
  })

  it('says which file is missing', async () => {
    await expect(resolve({})).rejects.toMatchObject({
      message: expect.stringContaining(join(dir, '.kube/config')),
    })
  })
})

describe('the address of a server', () => {
  it.each([
    ['https://127.0.0.1:6443', 'loopback'],
    ['https://localhost', 'loopback'],
    ['https://0.0.0.0:41231', 'loopback'],
    ['https://kubernetes.docker.internal:6443', 'loopback'],
    ['https://10.1.2.3', 'private'],
    ['https://172.31.0.1', 'private'],
    ['https://172.32.0.1', 'other'],
    ['https://203.0.113.7', 'loopback'],
    ['https://127.0.0.1.example.test', 'other'],
    ['https://[fd00::1]:6443', 'private'],
    ['nonsense', 'other'],
  ])('%s is %s', (server, kind) => {
    expect(addressKind(server, ['203.0.113.7'])).toBe(kind)
  })
})
