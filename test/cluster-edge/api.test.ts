import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clusterOver } from '../../src/cluster/connect.ts'
import { resourcePath } from '../../src/cluster/resources.ts'
import { createTransport } from '../../src/cluster/transport.ts'
import type { Context } from '../../src/ports.ts'
import { fakeApi, json, pod } from './fake-api.ts'
import { fakeClock } from './fake-clock.ts'

const context: Context = { name: 'test', server: '', isLocal: true, provider: 'kind', kubeconfig: '' }
let api: Awaited<ReturnType<typeof fakeApi>>
let clock: ReturnType<typeof fakeClock>
const connect = (server = api.server) => {
  const transport = createTransport({
    server,
    context: 'test',
    clock,
    credentials: async () => ({ tls: {}, headers: {} }),
  })
  return clusterOver({ transport, context: 'test' }, context, clock)
}
const answer = (status: number, body: unknown) => {
  api.script.list = (_request, response) => json(response, status, body)
}
const ref = { apiVersion: 'v1', kind: 'Pod', namespace: 'dev', name: 'a' }

beforeEach(async () => {
  api = await fakeApi()
  clock = fakeClock()
})
afterEach(() => api.close())

describe('what the API refuses', () => {
  it.each<[number, unknown, string, RegExp]>([
    [
      403,
      { message: 'pods is forbidden: User "u" cannot get resource "pods"' },
      'FORBIDDEN',
      /may not get pods a in namespace dev/,
    ],
    [403, { message: 'exceeded quota: q' }, 'FORBIDDEN', /exceeded quota: q/],
    [401, {}, 'FORBIDDEN', /does not accept the credentials/],
    [409, { message: 'conflict with "helm"' }, 'CLUSTER_REFUSED', /conflict with "helm"/],
    [
      422,
      { message: 'spec.x: Invalid', details: { causes: [{ field: 'spec.x', message: 'Invalid' }] } },
      'CLUSTER_REFUSED',
      /spec\.x: Invalid/,
    ],
    [503, { message: 'starting' }, 'CLUSTER_UNREACHABLE', /HTTP 503, starting/],
  ])('%i becomes words', async (status, body, code, message) => {
    answer(status, body)
    await expect(connect().get(ref)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })

  it('never repeats the content of a Secret', async () => {
    answer(422, {
      message: 'data[URL]: Invalid value: "hunter22"',
      reason: 'Invalid',
      details: { causes: [{ field: 'data[URL]', message: 'hunter22', reason: 'FieldValueInvalid' }] },
    })
    const error = await connect()
      .apply({ ...ref, kind: 'Secret', metadata: { name: 's', namespace: 'dev' } })
      .catch((caught: unknown) => caught)
    expect(JSON.stringify({ ...(error as object), message: (error as Error).message })).not.toContain(
      'hunter22',
    )
    expect(error).toMatchObject({ message: expect.stringContaining('data[URL]') })
  })

  it('answers undefined for what is not there', async () => {
    answer(404, { message: 'not found' })
    expect(await connect().get(ref)).toBeUndefined()
    expect(await connect().remove(ref)).toBe(false)
  })
})

describe('reaching the cluster', () => {
  it('names the context, the server and the reason', async () => {
    const { server } = api
    await api.close()
    await expect(connect(server).version()).rejects.toMatchObject({
      code: 'CLUSTER_UNREACHABLE',
      message: expect.stringMatching(/context "test" does not answer at http:\/\/127.*connection refused/),
    })
    api = await fakeApi()
  })

  it('gives up on a server that says nothing', async () => {
    api.script.list = () => undefined
    const asked = connect().version()
    await api.until(() => api.state.lists === 1)
    void clock.advance(20_000)
    await expect(asked).rejects.toMatchObject({
      code: 'CLUSTER_UNREACHABLE',
      message: expect.stringContaining('no answer in time'),
    })
  })

  it('is told when what answers is no API server', async () => {
    api.script.list = (_request, response) => void response.writeHead(200).end('<html>')
    await expect(connect().version()).rejects.toMatchObject({
      message: expect.stringContaining('not an API server'),
    })
  })

  it('collects a long list page by page, without the field managers’ part', async () => {
    api.script.list = (_request, response, url) => {
      const isSecond = url.searchParams.get('continue') === 'more'
      const managed = { ...pod('a', 1), metadata: { ...pod('a', 1).metadata, managedFields: [{}] } }
      json(
        response,
        200,
        isSecond
          ? { metadata: {}, items: [pod('b', 2)] }
          : { metadata: { continue: 'more' }, items: [managed] },
      )
    }
    const pods = await connect().list('Pod', 'dev')
    expect(pods.map(({ metadata }) => metadata?.name)).toEqual(['a', 'b'])
    expect(JSON.stringify(pods)).not.toContain('managedFields')
  })
})

describe('paths', () => {
  it.each([
    [{ apiVersion: 'v1', kind: 'Pod', namespace: 'a', name: 'b' }, '/api/v1/namespaces/a/pods/b'],
    [{ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'a' }, '/apis/apps/v1/namespaces/a/deployments'],
    [{ apiVersion: 'v1', kind: 'Namespace', name: 'a' }, '/api/v1/namespaces/a'],
    [{ apiVersion: 'v1', kind: 'Service' }, '/api/v1/services'],
    [
      { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', namespace: 'a' },
      '/apis/networking.k8s.io/v1/ingressclasses',
    ],
  ])('%j', (object, path) => {
    expect(resourcePath(object)).toBe(path)
  })

  it('knows what it does not know', () => {
    expect(() => resourcePath({ apiVersion: 'v1', kind: 'constructor' })).toThrow(/not in the table/)
  })
})
