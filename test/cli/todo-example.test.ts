import { afterEach, expect, test } from 'vitest'
import { databaseUrl, startDatabase } from './todo-database.ts'
import {
  becomesReady,
  freePort,
  runWithoutDatabase,
  type Service,
  startBalancer,
  startService,
} from './todo-service.ts'

type Todo = { id: number; title: string; done: boolean }
const cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step()
})

async function database(port?: number) {
  const started = await startDatabase(port ?? (await freePort()))
  cleanUp.push(started.stop)
  return started.url
}

async function service(...args: Parameters<typeof startService>): Promise<Service> {
  const started = await startService(...args)
  cleanUp.push(started.stop)
  return started
}

const list = async (url: string) =>
  ((await (await fetch(`${url}/api/todos`)).json()) as { todos: Todo[] }).todos
const add = (url: string, title: string) =>
  fetch(`${url}/api/todos`, { method: 'POST', body: JSON.stringify({ title }) })

test('replicas that start together migrate once, and rows outlive them', async () => {
  const DATABASE_URL = await database()
  const replicas = await Promise.all([1, 2].map(() => service('backend', { DATABASE_URL })))
  await Promise.all(replicas.map(becomesReady))
  const applied = replicas.map((each) => each.log().match(/001-create-todos\.sql/g)?.length ?? 0)
  expect(applied.sort()).toEqual([0, 1])

  expect((await add(replicas[0]!.url, 'Outlive a restart')).status).toBe(201)
  expect(await Promise.all(replicas.map((each) => each.stop()))).toEqual([0, 0])
  const next = await service('backend', { DATABASE_URL })
  await becomesReady(next)
  expect(await list(next.url)).toMatchObject([{ title: 'Outlive a restart', done: false }])
})

test('a backend whose database is away lives, says why it is not ready, and recovers', async () => {
  const port = await freePort()
  const backend = await service('backend', { DATABASE_URL: databaseUrl(port) })
  await expect
    .poll(async () => (await fetch(`${backend.url}/ready`)).text(), { timeout: 10_000 })
    .toContain('ECONNREFUSED')
  expect((await fetch(`${backend.url}/healthz`)).status).toBe(200)
  expect((await fetch(`${backend.url}/api/todos`)).status).toBe(503)
  await database(port)
  await becomesReady(backend)
  expect(backend.log()).not.toContain('canary-7c1f')
})

test('the page tells when its backend is away', async () => {
  const frontend = await service('frontend', { BACKEND_URL: `http://127.0.0.1:${await freePort()}` })
  const response = await fetch(`${frontend.url}/api/todos`)
  expect(response.status).toBe(502)
  expect(await response.json()).toEqual({ error: 'The backend does not answer.', reason: 'ECONNREFUSED' })
  expect(await (await fetch(frontend.url)).text()).toContain('<h1>Todo</h1>')
  expect(await frontend.stop()).toBe(0)
})

test('no request is lost while one of two backends is replaced', async () => {
  const DATABASE_URL = await database()
  const [old, other] = await Promise.all([1, 2].map(() => service('backend', { DATABASE_URL })))
  await Promise.all([old!, other!].map(becomesReady))
  const ready = [old!.port, other!.port]
  const balancer = await startBalancer(ready)
  cleanUp.push(balancer.stop)
  const frontend = await service('frontend', { BACKEND_URL: balancer.url })

  const asked: Promise<number>[] = []
  const traffic = setInterval(() => {
    const request =
      asked.length % 2 ? fetch(`${frontend.url}/api/todos`) : add(frontend.url, `Todo ${asked.length}`)
    asked.push(
      request.then(
        ({ status }) => status,
        () => 0,
      ),
    )
  }, 50)
  cleanUp.push(() => clearInterval(traffic))

  await expect.poll(() => asked.length, { timeout: 20_000 }).toBeGreaterThan(10)
  ready.splice(0, 1)
  expect(await old!.stop()).toBe(0)
  const next = await service('backend', { DATABASE_URL })
  await becomesReady(next)
  ready.push(next.port)
  const before = asked.length
  await expect.poll(() => asked.length, { timeout: 20_000 }).toBeGreaterThan(before + 10)
  clearInterval(traffic)

  const answered = await Promise.all(asked)
  expect(answered.filter((status) => status !== 200 && status !== 201)).toEqual([])
  expect(await list(frontend.url)).toHaveLength(answered.filter((status) => status === 201).length)
})

test('a backend without an address says so and ends', async () => {
  const { code, log } = await runWithoutDatabase()
  expect({ code, said: log.includes('DATABASE_URL is not set') }).toEqual({ code: 1, said: true })
})
