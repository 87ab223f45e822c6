import { readFileSync } from 'node:fs'
import { createImages } from '../../../src/host/images.ts'
import type { ContextFacts } from '../../../src/host/providers/provider.ts'
import { chooseDelivery, recognise } from '../../../src/host/providers/providers.ts'
import type { DeliveryConfig } from '../../../src/ports.ts'
import type { KubeObject } from '../../../src/rollout/kube.ts'
import { fakeCluster, localContext } from '../../fakes/fake-cluster.ts'
import { type Fault, fakeTools, type ToolName } from '../../fakes/fake-tools.ts'

export type Shape = { context: ContextFacts; nodes: KubeObject[] }

/** A provider's context and nodes, as it shows them. */
export const shapeOf = (name: string): Shape =>
  JSON.parse(readFileSync(new URL(`../../fixtures/providers/${name}.json`, import.meta.url), 'utf8')) as Shape

export type Setting = {
  tools: ToolName[]
  faults?: Fault[]
  config?: Partial<DeliveryConfig>
  objects?: KubeObject[]
}

/** Everything that delivers, real but for the tools and the cluster. */
export function deliveryWorld(shape: Shape, { tools, faults, config, objects = [] }: Setting) {
  const fake = fakeTools(tools, faults)
  const { context, server } = shape.context
  const images = createImages(fake.env, fake.root)
  const choose = () =>
    chooseDelivery({
      context: { ...localContext, name: context, server, provider: recognise(shape.context).provider },
      cluster: fakeCluster([...shape.nodes, ...objects]),
      config: { name: 'shop', delivery: 'auto', ...config },
      images,
      env: fake.env,
      cwd: fake.root,
    })
  const build = { component: 'backend', context: '.', dockerfile: 'Dockerfile', args: {} }
  return {
    ...fake,
    choose,
    /** Builds and delivers; answers whether the image is there before, and after. */
    async deliver() {
      const delivery = await choose()
      const ref = delivery.reference('backend', 'abc')
      const before = await delivery.isPresent(ref)
      await images.build(build, ref, () => undefined)
      const image = { ref, dir: '.', start: undefined, port: 80 }
      await delivery.deliver(image, () => undefined)
      return {
        ref,
        how: delivery.how,
        provider: delivery.provider,
        before,
        after: await delivery.isPresent(ref),
      }
    },
  }
}
