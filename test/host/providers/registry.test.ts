import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readHosting } from '../../../src/host/providers/hosted-registry.ts'
import { manifestUrl } from '../../../src/host/providers/registry.ts'
import { deliveryWorld, type Setting, shapeOf } from './world.ts'

let server: Server
let host: string
/** How the registry answers a look for a manifest: it holds what was pushed, unless it wants a login. */
let status: () => number
let made: ReturnType<typeof deliveryWorld> | undefined

beforeEach(async () => {
  status = () => (made?.calls().some((line) => / push /.test(line)) ? 200 : 404)
  server = createServer((request, response) => {
    response.statusCode = request.url === '/v2/' ? 200 : status()
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => {
  server.close()
  made?.remove()
})

const world = (setting: Setting) => {
  made = deliveryWorld(shapeOf('kind'), setting)
  return made
}
const hosting = (text: string) => ({
  kind: 'ConfigMap',
  metadata: { name: 'local-registry-hosting', namespace: 'kube-public' },
  data: { 'localRegistryHosting.v1': text },
})

describe('a registry', () => {
  it('gets what is built, and is asked whether it has it', async () => {
    const { deliver } = world({ tools: ['docker'], config: { registry: `${host}/team/` } })
    expect(await deliver()).toMatchObject({
      ref: `${host}/team/shop-backend:abc`,
      provider: 'registry',
      before: false,
      after: true,
    })
  })

  it('that the cluster names is used under the name that its nodes know', async () => {
    const objects = [hosting(`host: "${host}"\nhostFromContainerRuntime: "kind-registry:5000"\n`)]
    const { deliver, calls } = world({ tools: ['docker'], objects })
    expect(await deliver()).toMatchObject({ ref: 'kind-registry:5000/shop-backend:abc', after: true })
    expect(calls()).toContain(`docker tag kind-registry:5000/shop-backend:abc ${host}/shop-backend:abc`)
    expect(calls()).toContain(`docker push ${host}/shop-backend:abc`)
  })

  it('that the cluster names, and that does not answer, is left alone', async () => {
    const { choose } = world({ tools: ['docker'], objects: [hosting('host: "127.0.0.1:1"')] })
    expect((await choose()).provider).toBe('kind')
  })

  it('on this machine has no TLS for podman', async () => {
    const { deliver, calls } = world({ tools: ['podman'], config: { registry: host } })
    await deliver()
    expect(calls()).toContain(`podman push --tls-verify=false ${host}/shop-backend:abc`)
  })

  it.each([
    ['denied: requested access to the resource is denied', /docker login/],
    ['no basic auth credentials', /docker login/],
    ['dial tcp: lookup registry.example on 10.0.0.2:53: no such host', /is it running/],
    ['write /var/lib/registry/x: no space left on device', /disk/],
  ])('that says %j', async (says, hint) => {
    const setting: Setting = {
      tools: ['docker'],
      config: { registry: host },
      faults: [{ when: 'push', exit: 1, says }],
    }
    await expect(world(setting).deliver()).rejects.toMatchObject({
      code: 'DELIVERY_FAILED',
      details: { hint: expect.stringMatching(hint) },
    })
  })

  it('that takes a push and does not have it', async () => {
    status = () => 404
    await expect(world({ tools: ['docker'], config: { registry: host } }).deliver()).rejects.toThrow(
      /took it without a complaint/,
    )
  })

  it('that wants a login is asked by the engine, which has one', async () => {
    status = () => 401
    const faults = [{ when: 'manifest inspect', exit: 0, says: '' }]
    const { choose } = world({ tools: ['docker'], config: { registry: host }, faults })
    expect(await (await choose()).isPresent(`${host}/shop-backend:abc`)).toBe(true)
  })
})

it.each([
  [
    'host: "localhost:5001"\nhelp: "https://kind.sigs.k8s.io"',
    { host: 'localhost:5001', fromNodes: 'localhost:5001' },
  ],
  [
    "host: 'a:1'\nhostFromContainerRuntime: b:2\nhostFromClusterNetwork: c:3",
    { host: 'a:1', fromNodes: 'b:2' },
  ],
  ['help: nothing here', undefined],
  ['', undefined],
])('reads %j', (text, found) => expect(readHosting(text)).toEqual(found))

it.each([
  ['localhost:5000/a/b:1', 'http://localhost:5000/v2/a/b/manifests/1'],
  ['k3d-shop.localhost:5000/b:1', 'http://k3d-shop.localhost:5000/v2/b/manifests/1'],
  ['ghcr.io/a/b:1', 'https://ghcr.io/v2/a/b/manifests/1'],
])('looks for %s at %s', (ref, url) => expect(manifestUrl(ref)).toBe(url))
