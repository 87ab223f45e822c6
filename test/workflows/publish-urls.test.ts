import { describe, expect, it } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import type { Web } from '../../src/ports.ts'
import { findUrl, probeUrl } from '../../src/workflows/publish-urls.ts'
import { fakeCluster, localContext } from '../fakes/fake-cluster.ts'

const signal = new AbortController().signal
const service = (status: object = {}) => ({
  kind: 'Service',
  metadata: { namespace: 'shop', name: 'shop-frontend' },
  spec: { ports: [{ port: 80, nodePort: 30080 }] },
  status,
})
const balanced = service({ loadBalancer: { ingress: [{ ip: '203.0.113.9' }] } })
const config = (access: object) => ({ name: 'shop', access }) as Config

describe('findUrl', () => {
  it.each([
    ['a NodePort of a local cluster', { kind: 'node-port' }, [service()], { url: 'http://localhost:30080' }],
    ['a LoadBalancer with an address', { kind: 'load-balancer' }, [balanced], { url: 'http://203.0.113.9' }],
    [
      'an Ingress with TLS',
      { kind: 'ingress', host: 'shop.test', tlsSecret: 't' },
      [],
      { url: 'https://shop.test' },
    ],
    ['a Gateway without TLS', { kind: 'gateway', host: 'shop.test' }, [], { url: 'http://shop.test' }],
  ])('%s', async (_, access, objects, expected) => {
    expect(await findUrl(config(access), fakeCluster(objects), 'shop', signal)).toEqual(expected)
  })
  it.each([
    ['a LoadBalancer without an address', { kind: 'load-balancer' }, [service()], /not given/],
    ['no Service', { kind: 'node-port' }, [], /does not exist/],
    ['an Ingress without a host', { kind: 'ingress' }, [], /no host/],
    ['port-forward', { kind: 'port-forward' }, [service()], /k8sdeploy open -n shop/],
  ])('%s has no URL, and says why', async (_, access, objects, note) => {
    expect(await findUrl(config(access), fakeCluster(objects), 'shop', signal)).toMatchObject({
      note: expect.stringMatching(note),
    })
  })
  it('names the host of a remote cluster for a NodePort', async () => {
    const context = { ...localContext, isLocal: false, server: 'https://203.0.113.7:6443' }
    const found = await findUrl(
      config({ kind: 'node-port' }),
      fakeCluster([service()], { context }),
      'shop',
      signal,
    )
    expect(found).toEqual({ url: 'http://203.0.113.7:30080' })
  })
})

describe('probeUrl', () => {
  const answers = (...list: Awaited<ReturnType<Web['probe']>>[]) => {
    let time = 0
    const wait = async (ms: number) => {
      time += ms
    }
    const clock = { now: () => time, monotonic: () => time, sleep: wait }
    return { clock, web: { probe: async () => (list.length > 1 ? list.shift()! : list[0]!) } }
  }
  const page = { status: 200, milliseconds: 3, contentType: 'text/html', body: '<html>' }
  it.each([
    ['answers at once', [page], { answered: true, status: 200 }],
    ['is refused at first', [{ failed: 'refused' }, page], { answered: true, status: 200 }],
    ['answers 502 at first', [{ ...page, status: 502 }, page], { answered: true, status: 200 }],
    ['says 404', [{ ...page, status: 404 }], { answered: false, status: 404 }],
    ['never answers', [{ failed: 'refused' }], { answered: false, note: 'refused' }],
    ['answers 503 for ever', [{ ...page, status: 503 }], { answered: false, status: 503 }],
  ])('a page that %s', async (_, list, expected) => {
    expect(await probeUrl('http://x', 1000, answers(...list), signal)).toMatchObject(expected)
  })
})
