import { afterEach, describe, expect, it } from 'vitest'
import { createImages } from '../../src/host/images.ts'
import { type Fault, fakeTools, type ToolName } from '../fakes/fake-tools.ts'

let made: ReturnType<typeof fakeTools> | undefined
afterEach(() => made?.remove())

const ref = 'k8sdeploy.local/shop-backend:abc'
function build(tools: ToolName[], platform?: string, faults: Fault[] = []) {
  made = fakeTools(tools, faults)
  const images = createImages(made.env, made.root)
  const what = { component: 'backend', context: '.', dockerfile: 'Dockerfile', args: {}, platform }
  return images.build(what, ref, () => undefined)
}

describe('an image', () => {
  it.each<[ToolName, string]>([
    ['docker', 'docker buildx build --load --progress plain'],
    ['podman', 'podman build --file'],
    ['nerdctl', 'nerdctl build --progress plain'],
  ])('is built by %s', async (tool, command) => {
    await build([tool], 'linux/amd64')
    const line = made!.calls().find((call) => call.includes(' --tag '))
    expect(line).toContain(command)
    expect(line).toContain('--platform linux/amd64 -- .')
  })

  it('of another platform than was asked for is refused', async () => {
    await expect(build(['docker'], 'linux/arm64')).rejects.toMatchObject({
      code: 'BUILD_FAILED',
      message: 'the image of backend was built for linux/amd64, and the nodes need linux/arm64',
    })
  })

  it.each(['linux/amd64/v2', undefined])('of a kind of that platform is taken: %s', async (platform) => {
    await expect(build(['docker'], platform)).resolves.toBeUndefined()
  })
})
