import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import type { VerdictClass } from '../../src/report.ts'
import { copyExample, type Project } from './project.ts'
import { todosAt } from './todos.ts'

type Fault = {
  fault: string
  /** Any of these names the cause. */
  classes: VerdictClass[]
  configure?: (config: Config) => void
  /** First line of the backend's server. */
  code?: string
  /** What the message or its evidence must show. */
  shows?: RegExp
}

const faults: Fault[] = [
  {
    fault: 'an image that does not exist',
    classes: ['image-not-found'],
    configure: ({ backend, images }) => {
      images.delivery = 'none'
      backend.image = 'localhost:5000/no-such/image:1'
    },
    shows: /no-such\/image/,
  },
  {
    fault: 'a crash at the start',
    classes: ['crash-loop'],
    code: "console.error('the ledger is missing'); process.exit(3)",
    shows: /the ledger is missing|exit code 3/,
  },
  {
    fault: 'a process that ends as if all were done',
    classes: ['exits'],
    code: 'process.exit(0)',
  },
  {
    fault: 'too little memory',
    classes: ['out-of-memory'],
    code: 'const hoard = []; for (;;) hoard.push(Buffer.alloc(2 ** 24, 1))',
  },
  {
    fault: 'a backend that is never ready',
    classes: ['never-ready'],
    configure: ({ backend }) => {
      backend.probes.readiness = { path: '/no-such-path' }
    },
    shows: /no-such-path|404/,
  },
  {
    fault: 'a port that nobody listens on',
    classes: ['wrong-port', 'never-ready', 'probe-kill'],
    configure: ({ backend }) => {
      backend.env = { ...backend.env, PORT: '8123' }
      // the usual two minutes of patience with a start are not what is tested here
      backend.probes.startup = { tcp: true, periodSeconds: 1, failureThreshold: 5 }
    },
    shows: /8123|8000/,
  },
  {
    fault: 'more CPU than any node has',
    classes: ['unschedulable'],
    configure: ({ backend }) => {
      backend.resources = { requests: { cpu: '64', memory: '64Mi' }, limits: { cpu: '64', memory: '512Mi' } }
    },
    shows: /cpu/i,
  },
]

let project: Project
const server = 'backend/server.js'
const firstLine = "import { createServer } from 'node:http'"

beforeAll(async () => {
  project = await copyExample()
  await project.init('--frontend-replicas', '1', '--backend-replicas', '1')
  const { report, why } = await project.up()
  expect(report.status, why).toBe('verified')
})
afterAll(() => project.remove())

test.each(faults)('$fault is named, and the old version goes on serving', async (row) => {
  const takeBack = await project.configure((config) => row.configure?.(config))
  if (row.code) await project.replace(server, firstLine, `${row.code};${firstLine}`)
  try {
    const { code, report, why } = await project.up(['--timeout', '150'])
    expect(row.classes, why).toContain(report.verdict?.class)
    expect(code, why).toBe(40)
    expect(report.verdict?.object.name).toContain('backend')
    expect(`${JSON.stringify(report.verdict)}${JSON.stringify(report.error)}`).toMatch(row.shows ?? /./)
    expect(await todosAt(project.url).list()).toBeInstanceOf(Array)
  } finally {
    await takeBack()
    if (row.code) await project.replace(server, `${row.code};${firstLine}`, firstLine)
  }
})

test('the same command converges once the fault is gone', async () => {
  const { report, why } = await project.up()
  expect(report.status, why).toBe('verified')
  expect((await project.status()).report.status).toBe('ok')
})
