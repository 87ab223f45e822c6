import { describe, expect, it } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import type { Delivery, Images } from '../../src/ports.ts'
import { buildImages, deliverImages, planImages, splitReference } from '../../src/workflows/plan-images.ts'
import { fakeCluster } from '../fakes/fake-cluster.ts'

const signal = new AbortController().signal
const component = (role: string, image?: string) => ({
  role,
  image,
  dir: role,
  port: 1,
  build: { context: role, dockerfile: 'Dockerfile', args: {} },
})
const config = (backendImage?: string) =>
  ({
    frontend: component('frontend'),
    backend: component('backend', backendImage),
    images: {},
  }) as unknown as Config

function stage(present: string[], built: string[] = []) {
  const calls: string[] = []
  const delivery: Delivery = {
    provider: 'kind',
    how: '',
    pullPolicy: 'IfNotPresent',
    needsEngine: true,
    reference: (name, tag) => `shop/${name}:${tag}`,
    isPresent: async (ref) => present.includes(ref),
    deliver: async ({ ref }) => void calls.push(`deliver ${ref}`),
  }
  const images: Images = {
    engine: async () => ({
      engine: { name: 'docker', version: '28', platform: 'linux/amd64', builder: 'classic' },
    }),
    contentTag: async ({ component: name }) => `tag-${name}`,
    secretFiles: async () => [],
    has: async (ref) => built.includes(ref),
    build: async (_, ref) => void calls.push(`build ${ref}`),
  }
  return { calls, delivery, images }
}

describe('images', () => {
  it.each([
    [
      'nothing is there',
      [],
      [],
      undefined,
      false,
      [
        'build shop/backend:tag-backend',
        'build shop/frontend:tag-frontend',
        'deliver shop/backend:tag-backend',
        'deliver shop/frontend:tag-frontend',
      ],
    ],
    [
      'the frontend is in the cluster',
      ['shop/frontend:tag-frontend'],
      [],
      undefined,
      false,
      ['build shop/backend:tag-backend', 'deliver shop/backend:tag-backend'],
    ],
    [
      'both are built but not delivered',
      [],
      ['shop/frontend:tag-frontend', 'shop/backend:tag-backend'],
      undefined,
      false,
      ['deliver shop/backend:tag-backend', 'deliver shop/frontend:tag-frontend'],
    ],
    ['all is there', ['shop/frontend:tag-frontend', 'shop/backend:tag-backend'], [], undefined, false, []],
    [
      'all is there but a rebuild is asked for',
      ['shop/frontend:tag-frontend', 'shop/backend:tag-backend'],
      [],
      undefined,
      true,
      [
        'build shop/backend:tag-backend',
        'build shop/frontend:tag-frontend',
        'deliver shop/backend:tag-backend',
        'deliver shop/frontend:tag-frontend',
      ],
    ],
    ['the backend is a ready-made image', ['shop/frontend:tag-frontend'], [], 'registry/api:1', false, []],
  ])('when %s', async (_, present, built, ready, rebuild, expected) => {
    const { calls, delivery, images } = stage(present, built)
    const planned = await planImages(config(ready), rebuild, {
      images,
      delivery,
      cluster: fakeCluster([]),
      signal,
    })
    await buildImages(planned, delivery, rebuild, { images, signal }, () => {})
    await deliverImages(planned, delivery, signal, () => {})
    expect(calls.sort()).toEqual(expected)
  })

  it('stops the other build when one fails, and says nothing after that', async () => {
    const { delivery, images } = stage([])
    const said: string[] = []
    images.build = async ({ component: name }, _, tell, stop) => {
      if (name === 'frontend') throw new Error('npm ci failed')
      await new Promise((resolve) => stop?.addEventListener('abort', resolve))
      tell('stopped')
      throw new Error('cancelled')
    }
    const planned = await planImages(config(), false, { images, delivery, cluster: fakeCluster([]), signal })
    const building = buildImages(planned, delivery, false, { images, signal }, (line) => said.push(line))
    await expect(building.finally(() => said.push('over'))).rejects.toThrow('npm ci failed')
    expect(said).toEqual(['stopped', 'over'])
  })

  it('says which engine is missing before it builds', async () => {
    const { delivery, images } = stage([])
    images.engine = async () => ({ engine: undefined, why: 'connection refused' })
    const planned = await planImages(config(), false, { images, delivery, cluster: fakeCluster([]), signal })
    await expect(buildImages(planned, delivery, false, { images, signal }, () => {})).rejects.toMatchObject({
      code: 'TOOL_MISSING',
      details: { evidence: ['connection refused'] },
    })
  })
})

describe('an image is built for', () => {
  it.each<[string, string[], string | undefined, string]>([
    ['the platform of the nodes', ['arm64', 'arm64'], undefined, 'linux/arm64'],
    ['that of most nodes', ['amd64', 'arm64', 'arm64'], undefined, 'linux/arm64'],
    ['the same of two on every machine', ['arm64', 'amd64'], undefined, 'linux/amd64'],
    ['what the configuration says', ['amd64'], 'linux/arm64', 'linux/arm64'],
    ['a small processor', ['arm'], undefined, 'linux/arm/v7'],
    ['the usual platform when no node tells', [], undefined, 'linux/amd64'],
  ])('%s: nodes %j', async (_, nodes, platform, expected) => {
    const { delivery, images } = stage([])
    const cluster = fakeCluster(
      nodes.map((arch, index) => ({
        kind: 'Node',
        metadata: { name: `n${index}`, labels: { 'kubernetes.io/arch': arch, 'kubernetes.io/os': 'linux' } },
      })),
    )
    const wanted = { ...config(), images: { platform } } as unknown as Config
    const planned = await planImages(wanted, false, { images, delivery, cluster, signal })
    expect(planned.map(({ build }) => build?.platform)).toEqual([expected, expected])
  })
})

it.each([
  ['shop/api:1.2', 'shop/api', '1.2'],
  ['localhost:5000/shop/api:abc', 'localhost:5000/shop/api', 'abc'],
  ['localhost:5000/shop/api', 'localhost:5000/shop/api', ''],
])('splits %s', (ref, repository, tag) => {
  expect(splitReference(ref)).toEqual({ repository, tag })
})
