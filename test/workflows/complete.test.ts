import { expect, it } from 'vitest'
import type { Found } from '../../src/commands/find-candidates.ts'
import { DeployError } from '../../src/errors.ts'
import type { Cluster, World } from '../../src/ports.ts'
import { complete } from '../../src/workflows/complete.ts'
import { fakeCluster, localContext } from '../fakes/fake-cluster.ts'

const release = (name: string, namespace: string) => ({
  kind: 'Secret',
  metadata: { namespace, labels: { owner: 'helm', name } },
})
const objects = [
  { kind: 'Namespace', metadata: { name: 'default' } },
  { kind: 'Namespace', metadata: { name: 'shop' } },
  release('shop', 'shop'),
  release('shop', 'shop'),
  release('payments', 'shop'),
  release('other', 'default'),
]
const config =
  'name: shop\nfrontend: {port: 3000}\nbackend: {port: 8000}\nenvironments: {staging: {}, live: {}}\n'

const printed = async (
  found: Partial<Found>,
  current = '',
  world: Partial<World> = {},
  cluster?: Cluster,
) => {
  const out: string[] = []
  const whole = {
    cwd: '/shop',
    signal: new AbortController().signal,
    clock: {
      sleep: (_: number, signal: AbortSignal) =>
        new Promise((resolve) => signal.addEventListener('abort', resolve)),
    },
    files: (root: string) => ({ root, read: async () => config }),
    context: async () => localContext,
    contexts: async () => ['kind-dev', 'kind-live'],
    cluster: async () => cluster ?? fakeCluster(objects),
    terminal: { data: (text: string) => void out.push(text) },
    ...world,
  } as unknown as World
  await complete({ candidates: [], prefix: '', given: {}, ...found }, current, whole)
  return out.join('')
}

it.each<[string, Partial<Found>, string, string]>([
  [
    'values with what they are',
    { candidates: [{ value: 'a', about: 'an A' }, { value: 'b' }] },
    '',
    'a\tan A\nb\n',
  ],
  ['contexts', { source: 'contexts' }, 'kind-l', 'kind-live\n'],
  [
    'contexts behind an equals sign',
    { source: 'contexts', prefix: '--context=' },
    '--context=kind-d',
    '--context=kind-dev\n',
  ],
  ['namespaces', { source: 'namespaces' }, '', 'default\nshop\n'],
  ['releases of the project’s namespace', { source: 'releases' }, '', 'payments\nshop\n'],
  ['releases of the named namespace', { source: 'releases', given: { namespace: 'default' } }, '', 'other\n'],
  ['environments', { source: 'environments' }, '', 'staging\nlive\n'],
  ['files', { source: 'files' }, '', ':files\n'],
])('%s', async (_, found, current, text) => {
  expect(await printed(found, current)).toBe(text)
})

const nobody = () => Promise.reject(new DeployError('CLUSTER_UNREACHABLE', 'nobody there'))

it.each<[string, Partial<World>]>([
  ['no cluster answers', { cluster: nobody }],
  ['there is no kubeconfig', { context: nobody, contexts: nobody }],
  [
    'the cluster is slow',
    {
      cluster: () => new Promise(() => undefined),
      clock: { sleep: async () => undefined } as unknown as World['clock'],
    },
  ],
])('offers nothing, and says nothing, when %s', async (_, world) => {
  expect(await printed({ source: 'namespaces' }, '', world)).toBe('')
  expect(await printed({ source: 'releases' }, '', world)).toBe('')
})

it('a project without a config has no environments', async () => {
  const files = (() => ({ read: async () => undefined })) as unknown as World['files']
  expect(await printed({ source: 'environments' }, '', { files })).toBe('')
})
