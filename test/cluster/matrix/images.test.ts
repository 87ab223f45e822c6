import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect } from 'vitest'
import { facts } from '../facts.ts'
import { type Case, testCases } from './case.ts'
import {
  answering,
  type Registry,
  startRegistry,
  startUntrustedRegistry,
  throttled,
  withLogin,
} from './registry.ts'
import { pushVariant } from './variant-image.ts'

/** Made anew each time, so that no node has it. */
const stamp = Date.now().toString(36)
const behaveAt = (host: string) => facts.behave.replace(/^[^/]+/, host)
const registries: Record<
  'asking' | 'forbidding' | 'busy' | 'ill' | 'slow' | 'untrusted',
  Registry | undefined
> = {
  asking: undefined,
  forbidding: undefined,
  busy: undefined,
  ill: undefined,
  slow: undefined,
  untrusted: undefined,
}

beforeAll(async () => {
  registries.asking = await startRegistry(withLogin('robot:s3cret-H0rse', throttled(50_000_000)))
  registries.untrusted = await startUntrustedRegistry(answering(503))
  registries.forbidding = await startRegistry(answering(403))
  registries.busy = await startRegistry(answering(429))
  registries.ill = await startRegistry(answering(503))
  registries.slow = await startRegistry(throttled(200_000))
  await pushVariant({ name: `arm-${stamp}`, architecture: 'arm64', index: true })
  const ballast = { name: 'ballast', content: randomBytes(6_500_000), mode: 0o644 }
  await pushVariant({ name: `empty-${stamp}`, entrypoint: [] })
  await pushVariant({ name: `slow-${stamp}`, file: ballast })
})
afterAll(() => {
  for (const one of Object.values(registries)) one?.stop()
})

const variant = (name: string) => facts.behave.replace(/:[^:]+$/, `:${name}-${stamp}`)
const withImage =
  (image: () => string): Case['configure'] =>
  ({ backend }) => {
    backend.image = image()
  }
const from = (registry: keyof typeof registries) => withImage(() => behaveAt(registries[registry]!.host))
const inChart =
  (from: string, to: string): Case['chart'] =>
  (edit) =>
    edit('templates/deployment.yaml', (text) =>
      text.replace(from, `{{ if eq $component "backend" }}${to}{{ else }}${from}{{ end }}`),
    )
const impatient = ['--timeout', '40']

const cases: Case[] = [
  {
    name: 'a tag that does not exist',
    expect: ['image-not-found'],
    object: /backend/,
    shows: /behave:none/,
    configure: withImage(() => variant('none')),
  },
  {
    name: 'a repository that does not exist, under a name that reads like an answer',
    expect: ['image-not-found'],
    shows: /not found/,
    configure: withImage(() => `${facts.registry}/no-such/timeout-503:429`),
  },
  {
    name: 'a registry that asks who we are, until it is told',
    expect: ['image-denied'],
    shows: /give the namespace a pull secret/,
    configure: from('asking'),
    after: async (_, { project, kubectl }) => {
      const login = ['--docker-username=robot', '--docker-password=s3cret-H0rse']
      const server = `--docker-server=${registries.asking!.host}`
      await kubectl('create', 'secret', 'docker-registry', 'pull', server, ...login)
      await project.configure(({ images }) => {
        images.pullSecret = 'pull'
      })
      const { report, why } = await project.up()
      expect(report.status, why).toBe('verified')
    },
  },
  {
    name: 'a registry whose certificate no node trusts',
    expect: ['image-unreachable'],
    shows: /certificate.*let the nodes trust the registry’s CA/,
    configure: from('untrusted'),
  },
  {
    name: 'a pull secret that nobody made',
    expect: ['image-denied'],
    shows: /its pull secret nobody does not exist.*kubectl create secret docker-registry nobody/,
    configure: (config) => {
      config.images.pullSecret = 'nobody'
      config.backend.image = behaveAt(registries.forbidding!.host)
    },
  },
  {
    name: 'an image that names no program',
    expect: ['cannot-start'],
    shows: /names no program.*CMD or ENTRYPOINT/,
    configure: withImage(() => variant('empty')),
  },
  { name: 'a registry that lets nobody in', expect: ['image-denied'], configure: from('forbidding') },
  {
    name: 'an image for other processors',
    expect: ['image-platform'],
    configure: withImage(() => variant('arm')),
  },
  {
    name: 'a registry without a name in DNS',
    expect: ['image-unreachable'],
    shows: /ROLLOUT_TIMED_OUT/,
    configure: withImage(() => 'registry.nowhere.invalid/shop/backend:1'),
    flags: impatient,
  },
  {
    name: 'a registry that does not run',
    expect: ['image-unreachable'],
    shows: /ROLLOUT_TIMED_OUT/,
    configure: withImage(() => '127.0.0.1:9/shop/backend:1'),
    flags: impatient,
  },
  {
    name: 'a registry that limits pulls',
    expect: ['image-unreachable'],
    shows: /ROLLOUT_TIMED_OUT/,
    configure: from('busy'),
    flags: impatient,
  },
  {
    name: 'a registry in trouble',
    expect: ['image-unreachable'],
    shows: /ROLLOUT_TIMED_OUT/,
    configure: from('ill'),
    flags: impatient,
  },
  {
    name: 'an image that may not be pulled and is not there',
    expect: ['image-never-pull'],
    configure: withImage(() => variant('none')),
    chart: inChart('{{ $values.image.pullPolicy }}', 'Never'),
  },
  {
    name: 'a name that only the kubelet gets to see',
    expect: ['image-name-invalid'],
    chart: inChart('{{ include "app.image" $scope | quote }}', '"localhost:5000/Not/Valid:1"'),
  },
  {
    name: 'healthy: a pull that takes longer than the deadline',
    expect: 'verified',
    configure: withImage(() => variant('slow').replace(/^[^/]+/, registries.slow!.host)),
    flags: ['--timeout', '30'],
  },
]

testCases(cases.map((one) => ({ over: 'nothing', ...one })))
