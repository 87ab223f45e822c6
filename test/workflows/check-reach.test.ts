import type { V1Node } from '@kubernetes/client-node'
import { describe, expect, it } from 'vitest'
import type { Delivery } from '../../src/ports.ts'
import type { KubeObject } from '../../src/rollout/kube.ts'
import { checkReach } from '../../src/workflows/check-reach.ts'
import { fakeCluster } from '../fakes/fake-cluster.ts'
import { type NodeShape, node } from '../rollout/node-objects.ts'

const signal = new AbortController().signal

const rendered = (spec: object = {}): string =>
  JSON.stringify({ kind: 'Deployment', metadata: { name: 'shop-backend' }, spec: { template: { spec } } })

const check = (shapes: NodeShape[], { spec, mine }: { spec?: object; mine: string[] }): Promise<void> => {
  const nodes = shapes.map((shape) => ({ kind: 'Node', ...node(shape) })) as (V1Node & KubeObject)[]
  const delivery = {
    provider: 'containerd',
    unreached: async (wanted: string[]) => wanted.filter((name) => !mine.includes(name)),
  } as unknown as Delivery
  return checkReach(
    rendered(spec),
    { delivery, images: [{ build: {} }] as never },
    fakeCluster(nodes),
    signal,
  )
}

const two: NodeShape[] = [{ name: 'a' }, { name: 'b', labels: { disk: 'ssd' } }]

describe('the nodes that images have to reach', () => {
  it('are all on which a pod may land', async () => {
    await expect(check(two, { mine: ['a'] })).rejects.toThrow(/pods may land on b, .* to 1 of 2 nodes/)
    await expect(check(two, { mine: ['a', 'b'] })).resolves.toBeUndefined()
  })

  it('are chosen by what the pods ask for', async () => {
    const spec = { nodeSelector: { disk: 'ssd' } }
    await expect(check(two, { spec, mine: ['b'] })).resolves.toBeUndefined()
    await expect(check(two, { spec, mine: ['a'] })).rejects.toThrow(/land on b/)
  })

  it.each<[string, NodeShape]>([
    ['tainted', { taints: [{ key: 'dedicated', effect: 'NoSchedule' }] }],
    ['cordoned', { cordoned: true }],
    ['silent', { lostAt: 0 }],
  ])('are not those that are %s', async (_, shape) => {
    await expect(check([{ name: 'a' }, { ...shape, name: 'b' }], { mine: ['a'] })).resolves.toBeUndefined()
  })
})
