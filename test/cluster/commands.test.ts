import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { facts } from './facts.ts'
import { startProxy } from './faulty/proxy.ts'
import { copyExample, type Project } from './project.ts'

type Line = { pod: string; component: string; line: string }
type Opened = { url: string; through: string }

let project: Project

/** Talks without a pause, tells its secret, says one line that the node cuts into pieces. */
const talkative = `
let count = 0
console.log(\`leaked \${process.env.DATABASE_URL}\`)
console.log(\`long \${'x'.repeat(100_000)} end\`)
setInterval(() => console.log(\`tick \${++count}\`), 10).unref()
`
const generous = `
  if (path === '/big') return response.end(Buffer.alloc(20_000_000, 'k'))
  if (path === '/echo') return request.pipe(response)
`

beforeAll(async () => {
  project = await copyExample()
  const server = 'const leaving = new AbortController()\n'
  await project.replace('backend/server.js', server, `${server}${talkative}`)
  const health = "  if (path === '/healthz')"
  await project.replace('frontend/server.js', health, `${generous}${health}`)
  await project.init('--frontend-replicas', '1', '--backend-replicas', '1')
  const { code, why } = await project.up(['--until', 'complete'])
  expect(code, why).toBe(0)
})
afterAll(() => project.remove())

const roll = async (word: string) => {
  await project.configure((config) => {
    for (const component of [config.frontend, config.backend]) component.env['WORD'] = word
  })
  const { code, why } = await project.up(['--until', 'complete'])
  expect(code, why).toBe(0)
}
const ticksOf = (lines: Line[]) =>
  lines.flatMap(({ line }) => /^tick (\d+)$/.exec(line)?.[1] ?? []).map(Number)
/** Where what follows is not the next one: lost, repeated, or out of turn. */
const breaks = (ticks: number[]) =>
  ticks.flatMap((tick, index) =>
    index > 0 && tick !== ticks[index - 1]! + 1 ? `${ticks[index - 1]} → ${tick}` : [],
  )

test('logs: no line lost or repeated over cut connections and a rollout, and no secret', async () => {
  const proxy = await startProxy()
  const heard = new Map<string, Line[]>()
  let child: { kill(signal: NodeJS.Signals): boolean } | undefined
  const following = project.run(['logs', 'backend', '-o', 'json'], {
    env: { KUBECONFIG: await proxy.writeKubeconfig() },
    onEvent(event, process) {
      const line = event as Line
      child = process
      heard.set(line.pod, [...(heard.get(line.pod) ?? []), line])
    },
  })
  const talking = () => [...heard.values()].filter((lines) => ticksOf(lines).length > 50).length
  const until = async (holds: () => boolean) => {
    while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50))
  }
  try {
    for (let cut = 1; cut <= 3; cut += 1) {
      const before = ticksOf([...heard.values()].flat()).length
      await until(() => ticksOf([...heard.values()].flat()).length > before + 100)
      proxy.cut()
    }
    await proxy.restart(1000)
    await roll('logs')
    await until(() => talking() === 2)
    child?.kill('SIGINT')
    const { code, stdout, stderr } = await following
    expect([code, heard.size], stderr).toEqual([0, 2])
    const broken = [...heard.values()].map((lines) => breaks(ticksOf(lines)))
    console.info(
      `logs: ${[...heard.values()].flat().length} lines over 4 cuts and a rollout, breaks: ${broken.flat().join(', ') || 'none'}`,
    )
    expect(broken, stderr).toEqual([[], []])
    const joined = [...heard.values()].slice(1)
    expect(joined.map((lines) => ticksOf(lines)[0])).toEqual([1])
    expect(joined.map((lines) => lines.find(({ line }) => line.startsWith('long'))?.line.length)).toEqual([
      100_009,
    ])
    expect(stdout).toContain('leaked ••••••')
    expect(stdout).not.toContain(new URL(facts.databaseUrl).password)
  } finally {
    child?.kill('SIGKILL')
    await proxy.close()
  }
})

test('open: every request is answered while up replaces the pods', async () => {
  let opened: (document: Opened) => void = () => undefined
  const ready = new Promise<Opened>((resolve) => {
    opened = resolve
  })
  let child: { kill(signal: NodeJS.Signals): boolean } | undefined
  const opening = project.run(['open', '--port', '0', '--no-browser', '-o', 'ndjson'], {
    onEvent(event, process) {
      child = process
      opened(event as Opened)
    },
  })
  const { url, through } = await ready
  expect(through).toBe('port-forward')
  const served = new Set<string>()
  const lost: string[] = []
  let [asked, isOver] = [0, false]
  const keepAsking = async (path: string) => {
    while (!isOver) {
      asked += 1
      const answer = await fetch(`${url}${path}`, { headers: { connection: 'close' } }).catch(String)
      if (typeof answer === 'string' || answer.status !== 200)
        lost.push(`${path}: ${typeof answer === 'string' ? answer : answer.status}`)
      else served.add(answer.headers.get('x-frontend') ?? '')
      if (typeof answer !== 'string') await answer.text()
    }
  }
  const asking = Promise.all([keepAsking('/'), keepAsking('/'), keepAsking('/api/todos')])
  const bytes = randomBytes(10_000_000)
  const [big, echo] = await Promise.all([
    fetch(`${url}/big`).then((answer) => answer.arrayBuffer()),
    fetch(`${url}/echo`, { method: 'POST', body: bytes }).then((answer) => answer.arrayBuffer()),
  ])
  const digest = (part: ArrayBuffer | Buffer) =>
    createHash('sha1')
      .update(Buffer.from(part as Buffer))
      .digest('hex')
  expect([big.byteLength, digest(echo)]).toEqual([20_000_000, digest(bytes)])
  await roll('open')
  isOver = true
  await asking
  child?.kill('SIGINT')
  const { code, stderr } = await opening
  console.info(`open: ${asked} requests while the pods were replaced, ${lost.length} lost`)
  expect([code, lost], stderr).toEqual([0, []])
  expect(served.size).toBeGreaterThan(1)
})
