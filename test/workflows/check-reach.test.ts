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

type Asked = { spec?: object; mine: string[]; platform?: string }

const check = (shapes: NodeShape[], { spec, mine, platform }: Asked): Promise<void> => {
  const nodes = shapes.map((shape) => ({ kind: 'Node', ...node(shape) })) as (V1Node & KubeObject)[]
  const delivery = {
    provider: 'containerd',
    unreached: async (wanted: string[]) => wanted.filter((name) => !mine.includes(name)),
  } as unknown as Delivery
  return checkReach(
    rendered(spec),
    { delivery, images: [{ build: { platform } }] as never },
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

  it('are of the platform that the images are for', async () => {
    const arch = (name: string): NodeShape => ({ name, labels: { 'kubernetes.io/arch': name } })
    const built = (platform: string, nodes: NodeShape[], spec?: object) =>
      check(nodes, { mine: ['amd64', 'arm64'], platform, ...(spec && { spec }) })
    await expect(built('linux/amd64', [arch('amd64'), arch('arm64')])).rejects.toThrow(
      'the images are built for linux/amd64, and pods may land on arm64 (linux/arm64)',
    )
    await expect(built('linux/amd64', [arch('arm64')])).rejects.toMatchObject({
      details: { hint: expect.stringContaining('images.platform in k8sdeploy.yaml to linux/arm64') },
    })
    const chosen = { nodeSelector: { 'kubernetes.io/arch': 'amd64' } }
    await expect(built('linux/amd64', [arch('amd64'), arch('arm64')], chosen)).resolves.toBeUndefined()
  })

  it.each<[string, NodeShape]>([
    ['tainted', { taints: [{ key: 'dedicated', effect: 'NoSchedule' }] }],
    ['cordoned', { cordoned: true }],
    ['silent', { lostAt: 0 }],
  ])('are not those that are %s', async (_, shape) => {
    await expect(check([{ name: 'a' }, { ...shape, name: 'b' }], { mine: ['a'] })).resolves.toBeUndefined()
  })
})
