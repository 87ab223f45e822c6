import { describe, expect, it } from 'vitest'
import { findDrift } from '../../src/chart/find-drift.ts'
import type { Manifest } from '../../src/chart/read-manifests.ts'

const released: Manifest = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'shop-backend', labels: { app: 'shop' } },
  spec: {
    replicas: 2,
    paused: false,
    template: {
      spec: {
        containers: [
          {
            name: 'backend',
            image: 'shop:1',
            env: [{ name: 'A', value: '1' }],
            resources: { limits: { cpu: '1000m' } },
          },
        ],
      },
    },
  },
}

const live = () => ({
  metadata: { name: 'shop-backend', uid: 'u', labels: { app: 'shop', added: 'by-a-controller' } },
  spec: {
    replicas: 2,
    progressDeadlineSeconds: 600,
    template: {
      spec: {
        containers: [
          {
            name: 'backend',
            image: 'shop:1',
            imagePullPolicy: 'Always',
            env: [{ name: 'A', value: '1' }],
            resources: { limits: { cpu: '1' } },
          },
        ],
      },
    },
  },
  status: { replicas: 2 },
})

const inContainer = 'spec.template.spec.containers[backend]'

const containerWith = (change: object) => {
  const { spec } = live()
  const [container] = spec.template.spec.containers
  return { spec: { ...spec, template: { spec: { containers: [{ ...container, ...change }] } } } }
}

describe('drift', () => {
  it('is nothing that the API server adds or writes its own way', () =>
    expect(findDrift(released, live())).toEqual([]))

  it.each<[string, object, object]>([
    [
      'a scaled Deployment',
      { spec: { ...live().spec, replicas: 5 } },
      { path: 'spec.replicas', released: 2, live: 5 },
    ],
    [
      'another image',
      containerWith({ image: 'shop:2' }),
      { path: `${inContainer}.image`, released: 'shop:1', live: 'shop:2' },
    ],
    [
      'an added variable',
      containerWith({
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      }),
      { path: `${inContainer}.env[B]`, released: undefined, live: { name: 'B', value: '2' } },
    ],
    [
      'a removed limit',
      containerWith({ resources: undefined }),
      { path: `${inContainer}.resources`, released: { limits: { cpu: '1000m' } }, live: undefined },
    ],
    [
      'a changed label',
      { metadata: { labels: { app: 'other' } } },
      { path: 'metadata.labels.app', released: 'shop', live: 'other' },
    ],
  ])('%s', (_, change, expected) => {
    expect(findDrift(released, { ...live(), ...change })).toEqual([
      { kind: 'Deployment', name: 'shop-backend', ...expected },
    ])
  })

  it.each<[string, Record<string, unknown>, object, string[]]>([
    [
      'one more key of a selector',
      { selector: { app: 'a' } },
      { selector: { app: 'a', tier: 'b' } },
      ['spec.selector'],
    ],
    ['one more argument', { args: ['a'] }, { args: ['a', 'b'] }, ['spec.args']],
    ['another argument', { args: ['a'] }, { args: ['b'] }, ['spec.args[0]']],
    ['one argument less', { args: ['a', 'b'] }, { args: ['a'] }, ['spec.args[1]']],
    [
      'one more toleration',
      { tolerations: [] },
      { tolerations: [{ operator: 'Exists' }] },
      ['spec.tolerations'],
    ],
    ['a null', { a: null }, { a: 'x' }, []],
    ['nothing but nulls', { a: { b: null, c: [] } }, {}, []],
    ['a mode as helm reads it', { defaultMode: 644 }, { defaultMode: 420 }, []],
    ['a word as helm reads it', { readOnly: 'yes' }, { readOnly: true }, []],
    ['another word', { readOnly: 'no' }, { readOnly: true }, ['spec.readOnly']],
    ['a number of cores', { limits: { cpu: 1 } }, { limits: { cpu: '1' } }, []],
    ['half a core', { limits: { cpu: 0.5 } }, { limits: { cpu: '500m' } }, []],
    [
      'a word that could be a quantity',
      { env: [{ name: 'A', value: '1000m' }] },
      { env: [{ name: 'A', value: '1' }] },
      ['spec.env[A].value'],
    ],
    [
      'a port of two protocols',
      {
        ports: [
          { port: 53, protocol: 'UDP' },
          { port: 53, protocol: 'TCP' },
        ],
      },
      {
        ports: [
          { port: 53, protocol: 'UDP' },
          { port: 53, protocol: 'TCP' },
        ],
      },
      [],
    ],
    ['one more key of data', { data: { a: '1' } }, { data: { a: '1', b: '2' } }, []],
  ])('%s', (_, before, after, paths) => {
    const found = findDrift({ ...released, spec: before }, { ...live(), spec: after })
    expect(found.map(({ path }) => path)).toEqual(paths)
  })

  it('is an object that is gone', () => {
    expect(findDrift(released, undefined)).toMatchObject([
      { path: '', released: 'Deployment', live: undefined },
    ])
  })
})
