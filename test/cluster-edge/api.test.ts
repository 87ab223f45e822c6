import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clusterOver } from '../../src/cluster/connect.ts'
import { resourcePath } from '../../src/cluster/resources.ts'
import { retryAfterMs } from '../../src/cluster/retry-after.ts'
import { createTransport } from '../../src/cluster/transport.ts'
import type { DeployError } from '../../src/errors.ts'
import type { Context } from '../../src/ports.ts'
import { fakeApi, type Handler, json, pod } from './fake-api.ts'
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
const settled = <T>(promise: Promise<T>) => {
  const asked = { promise, isOver: false }
  const end = () => {
    asked.isOver = true
  }
  promise.then(end, end)
  return asked
}
/** Lets time go by until there is an answer. */
const pass = async (asked: { isOver: boolean }) => {
  for (let step = 0; step < 1000 && !asked.isOver; step += 1) await clock.advance(200)
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
  ])('%i becomes words', async (status, body, code, message) => {
    answer(status, body)
    await expect(connect().get(ref)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })

  it('tells of a quota that keeps a Secret away, and nothing else about it', async () => {
    answer(403, { message: 'secrets "a" is forbidden: c4nary: exceeded quota: few, used: count/secrets=1' })
    const refused = connect().get({ ...ref, kind: 'Secret' })
    await expect(refused).rejects.toThrow(/exceeded quota: few, used: count\/secrets=1$/)
    await expect(refused).rejects.not.toThrow(/c4nary/)
  })

  describe('what a rule keeps from being written', () => {
    const refused = async (kind: string, message: string) => {
      answer(403, { message, reason: 'Forbidden' })
      const object = { apiVersion: 'v1', kind, metadata: { name: 'a', namespace: 'dev' } }
      return (await connect()
        .apply(object)
        .catch((caught: unknown) => caught)) as DeployError
    }
    const full = 'exceeded quota: few, requested: secrets=1, used: secrets=3, limited: secrets=3'

    it('is no missing right: a quota', async () => {
      const error = await refused('Secret', `secrets "a" is forbidden: ${full}`)
      expect(error).toMatchObject({
        code: 'CLUSTER_REFUSED',
        message:
          'the cluster refused to patch secrets a in namespace dev: quota few has no room: 1 more of secrets asked for, 3 of 3 used',
        details: {
          hint: expect.stringMatching(/edit resourcequota few\), or delete what is not needed/),
          next: [expect.stringMatching(/describe resourcequota few -n dev$/)],
          blame: { class: 'quota', object: { kind: 'Secret', name: 'a' } },
        },
      })
    })

    it('is named: a webhook, without its words about a Secret', async () => {
      const error = await refused('Secret', 'admission webhook "g.example.com" denied the request: c4nary')
      expect(error).toMatchObject({
        code: 'CLUSTER_REFUSED',
        message: expect.stringMatching(
          /the admission webhook g\.example\.com denies it: its words are left out/,
        ),
        details: { blame: { class: 'policy' } },
      })
      expect(JSON.stringify([error.message, error])).not.toContain('c4nary')
    })

    it('is named: a policy', async () =>
      expect(
        await refused(
          'ConfigMap',
          "configmaps \"a\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no",
        ),
      ).toMatchObject({ details: { blame: { class: 'policy', object: { kind: 'ConfigMap', name: 'a' } } } }))

    it('is a missing right where it is one', async () => {
      const message = 'secrets "a" is forbidden: User "u" cannot patch resource "secrets" in API group ""'
      const error = await refused('Secret', message)
      expect(error.code).toBe('FORBIDDEN')
      expect(error.details.blame).toBeUndefined()
    })
  })

  it('a 503 that stays becomes words after half a minute of asking, not often', async () => {
    answer(503, { message: 'starting' })
    const asked = settled(connect().get(ref))
    await pass(asked)
    await expect(asked.promise).rejects.toMatchObject({
      code: 'CLUSTER_UNREACHABLE',
      message: expect.stringMatching(/HTTP 503, starting/),
    })
    expect(clock.monotonic()).toBeGreaterThan(20_000)
    expect(api.state.lists).toBeLessThan(15)
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

  it('tells who wrote the fields of an object where that is asked', async () => {
    const object = pod('a', 1)
    answer(200, { ...object, metadata: { ...object.metadata, managedFields: [{ manager: 'helm' }] } })
    expect(await connect().get(ref)).not.toHaveProperty('metadata.managedFields')
    const whole = await connect().get({ ...ref, withManagers: true })
    expect(whole).toHaveProperty('metadata.managedFields', [{ manager: 'helm' }])
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
      const { metadata } = pod('a', 1)
      const spec = { containers: [{ name: 'main' }], volumes: [{ name: 'tmp', emptyDir: {} }] }
      const managed = { ...pod('a', 1), metadata: { ...metadata, managedFields: [{}] }, spec }
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

describe('a cluster that is unwell for a moment', () => {
  const ask = async <T>(work: Promise<T>): Promise<T> => {
    const asked = settled(work)
    await pass(asked)
    return asked.promise
  }
  /** The first answers, then healthy ones. */
  const first = (...answers: Handler[]) => {
    const healthy = api.script.list
    api.script.list = (...args) => (answers.shift() ?? healthy)(...args)
  }
  const busy =
    (status: number, headers = {}): Handler =>
    (_request, response) =>
      json(response, status, {}, headers)
  const cut: Handler = (request) => void request.socket.resetAndDestroy()

  it.each<[string, Handler[]]>([
    ['a burst of 500 and 503', [busy(500), busy(503), busy(502), busy(504)]],
    ['429 with seconds', [busy(429, { 'Retry-After': '3' })]],
    ['connections that are cut', [busy(503), cut, cut, cut]],
  ])('%s is waited for', async (_name, answers) => {
    first(...answers)
    expect(await ask(connect().list('Pod', 'dev'))).toEqual([])
  })

  it.each<[string, Record<string, string>, number]>([
    ['seconds', { 'Retry-After': '7' }, 7000],
    [
      'a time',
      { 'Retry-After': 'Thu, 01 Jan 2026 00:00:09 GMT', Date: 'Thu, 01 Jan 2026 00:00:00 GMT' },
      9000,
    ],
    ['more than is bearable', { 'Retry-After': '3600' }, 30_000],
  ])('Retry-After as %s', (_name, headers, milliseconds) => {
    const lower = Object.fromEntries(
      Object.entries(headers).map(([key, value]) => [key.toLowerCase(), value]),
    )
    expect(retryAfterMs(lower)).toBe(milliseconds)
  })

  const lease = { ...ref, metadata: { name: 'a', namespace: 'dev' } }

  it.each<[string, Handler[]]>([
    ['in spite of a burst of 500 and 503', [busy(500), busy(503)]],
    ['in spite of cut connections', [cut, cut]],
  ])('an object is written once, %s', async (_name, answers) => {
    const cluster = connect()
    await ask(cluster.list('Pod', 'dev'))
    first(...answers, (_request, response) => json(response, 201, lease))
    expect(await ask(cluster.create(lease))).toEqual(lease)
  })

  it('the 500 of a webhook is its last word', async () => {
    first((_request, response) => json(response, 500, { message: 'failed calling webhook "guard"' }))
    await expect(ask(connect().create(lease))).rejects.toMatchObject({
      message: expect.stringContaining('HTTP 500, failed calling webhook "guard"'),
    })
  })

  it('a list whose next page was forgotten is asked for in one piece', async () => {
    api.script.list = (_request, response, url) => {
      if (url.searchParams.has('continue')) return json(response, 410, { code: 410, reason: 'Expired' })
      const isWhole = !url.searchParams.has('limit')
      const metadata = isWhole ? { resourceVersion: '9' } : { resourceVersion: '8', continue: 'more' }
      json(response, 200, { metadata, items: isWhole ? [pod('a', 1), pod('b', 2)] : [pod('a', 1)] })
    }
    expect(await connect().list('Pod', 'dev')).toHaveLength(2)
  })

  it.each(['{}', '{"kind":"Status","metadata":{}}', 'null', '[]'])(
    'an answer that is no list is not an empty one: %s',
    async (text) => {
      api.script.list = (_request, response) => void response.writeHead(200).end(text)
      await expect(connect().list('Pod', 'dev')).rejects.toMatchObject({ code: 'CLUSTER_UNREACHABLE' })
    },
  )

  it('a zipped answer is read', async () => {
    api.script.list = (_request, response) =>
      void response
        .writeHead(200, { 'Content-Encoding': 'gzip' })
        .end(gzipSync(JSON.stringify({ metadata: {}, items: [pod('a', 1)] })))
    expect(await connect().list('Pod', 'dev')).toHaveLength(1)
  })

  it('an answer that drips is read as long as it drips, and no longer', async () => {
    const text = JSON.stringify({ metadata: {}, items: [pod('a', 1)] })
    let drip: (() => boolean) | undefined
    api.script.list = (_request, response) => {
      let at = 0
      response.writeHead(200).flushHeaders()
      drip = () => {
        if (at >= text.length) response.end()
        else response.write(text.slice(at, at + 4))
        at += 4
        return at <= text.length + 4
      }
    }
    const asked = settled(connect().list('Pod', 'dev'))
    await api.until(() => drip !== undefined)
    while (drip!()) await clock.advance(1000)
    expect(await asked.promise).toHaveLength(1)
  })

  it('a clock that is wrong is told from an answer that is slow', async () => {
    const at = (ms: number) => ({ Date: new Date(ms).toUTCString() })
    const cluster = connect()
    api.script.list = (_request, response) =>
      json(response, 200, { metadata: {}, items: [] }, at(clock.now() - 600_000))
    await cluster.list('Pod', 'dev')
    expect(Math.abs(cluster.now() - clock.now() + 600_000)).toBeLessThan(1500)
    const sent = clock.now()
    let answer: (() => void) | undefined
    api.script.list = (_request, response) => {
      answer = () => json(response, 200, { metadata: {}, items: [] }, at(sent))
    }
    const asked = cluster.list('Pod', 'dev')
    await api.until(() => answer !== undefined)
    await clock.advance(9000)
    answer!()
    await asked
    expect(cluster.now()).toBe(clock.now())
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
