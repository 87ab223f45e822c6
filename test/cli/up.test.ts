import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findHelm } from '../../.ci/helm.js'
import { freeNodePort } from '../../examples/free-node-port.js'
import type { DownReport, ErrorReport, StatusReport, UpReport } from '../../src/report.ts'

const root = join(import.meta.dirname, '..', '..')
const home = mkdtempSync(join(tmpdir(), 'k8sdeploy-up-'))
const project = join(home, 'shop')
const configFile = join(project, 'k8sdeploy.yaml')
const env = {
  ...process.env,
  CI: 'true',
  HOME: home,
  KUBECONFIG: join(home, 'none'),
  K8SDEPLOY_SANDBOX_DIR: join(home, 'sandbox'),
  K8SDEPLOY_SANDBOX_BACKOFF_MS: '200',
  K8SDEPLOY_HELM: findHelm() ?? 'helm',
  SHOP_SECRET: 'postgresql://shop:canary-7f3a9c51@127.0.0.1:1/shop',
}

type Finished = { code: number; stdout: string; stderr: string }

function start(args: string[], extra: Record<string, string | undefined> = {}): ChildProcess {
  return spawn(process.execPath, [join(root, 'bin', 'k8sdeploy.js'), ...args], {
    cwd: project,
    env: { ...env, ...extra },
  })
}

async function finish(child: ChildProcess): Promise<Finished> {
  const output = { stdout: '', stderr: '' }
  child.stdout!.on('data', (chunk) => {
    output.stdout += chunk
  })
  child.stderr!.on('data', (chunk) => {
    output.stderr += chunk
  })
  const code = await new Promise<number>((resolve) => child.on('close', (exit) => resolve(exit ?? -1)))
  return { code, ...output }
}

const run = (args: string[], extra = {}) => finish(start(args, extra))
const document = <T>(finished: Finished): T & { error?: ErrorReport } => JSON.parse(finished.stdout)
const up = async (...args: string[]) => {
  const finished = await run(['up', '--sandbox', '--skip', 'database', '-o', 'json', ...args])
  return { ...finished, report: document<UpReport>(finished) }
}
const fault = (component: string, name: string) => run(['sandbox', 'fault', component, name])
const edit = (change: (text: string) => string) =>
  writeFileSync(configFile, change(readFileSync(configFile, 'utf8')))

/** Two servers with nothing but Node: what a project needs so that the sandbox can run it. */
const server = (role: string) => `
const http = require('node:http')
const server = http.createServer((request, response) => {
  response.setHeader('content-type', 'text/html')
  response.end('<html>${role} ' + (process.env.GREETING ?? '') + ' ' + Boolean(process.env.DATABASE_URL) + '</html>')
})
server.listen(Number(process.env.PORT))
process.on('SIGTERM', () => server.close(() => process.exit(0)))
`

const config = (nodePort: number) => `
name: shop
frontend: {dir: frontend, port: 3000, start: [node, server.js], service: {type: NodePort, nodePort: ${nodePort}}}
backend: {dir: backend, port: 8000, start: [node, server.js], env: {GREETING: hello}}
access: {kind: node-port}
secrets: {DATABASE_URL: {from: env, key: SHOP_SECRET}}
rollout: {soakSeconds: 1}
`

beforeAll(async () => {
  for (const role of ['frontend', 'backend']) {
    const dir = join(project, role)
    cpSync(join(root, 'examples', 'todo', role, 'Dockerfile'), join(dir, 'Dockerfile'))
    writeFileSync(join(dir, 'server.js'), server(role))
  }
  const nodePort = await freeNodePort()
  const init = [
    'init',
    '--yes',
    '--name',
    'shop',
    '--frontend-dir',
    'frontend',
    '--backend-dir',
    'backend',
    '--frontend-node-port',
    String(nodePort),
  ]
  await run(init)
  writeFileSync(configFile, config(nodePort))
  await run(['init', '--yes'])
})

afterAll(async () => {
  await run(['sandbox', 'down'])
  rmSync(home, { recursive: true, force: true })
})

describe('up on the sandbox', () => {
  it('deploys, verifies every rule and gives a URL that answers', async () => {
    const { code, report, stderr } = await up()
    expect(stderr).toContain('backend')
    expect({ code, status: report.status, error: report.error }).toEqual({
      code: 0,
      status: 'verified',
      error: undefined,
    })
    expect(new Set(report.entities.map(({ kind }) => kind)).size).toBe(8)
    expect(report.entities.flatMap(({ rules }) => rules.filter(({ holds }) => holds === false))).toEqual([])
    expect(await (await fetch(report.urls[0]!.url)).text()).toContain('frontend')
    expect(report.transitions.map(({ to }) => to)).toEqual(
      expect.arrayContaining(['Running', 'Ready', 'Active', 'Available']),
    )
  })

  it('says that there is nothing to do, and does nothing', async () => {
    const { code, report } = await up()
    expect({ code, status: report.status, revision: report.release.revision }).toEqual({
      code: 0,
      status: 'unchanged',
      revision: 1,
    })
  })

  it('rolls only the component whose configuration changed', async () => {
    edit((text) => text.replace('GREETING: hello', 'GREETING: goodbye'))
    const { report } = await up()
    expect(report.status).toBe('verified')
    const ended = report.transitions.filter(({ object, to }) => object.startsWith('Pod/') && to === 'Gone')
    expect(ended.length).toBeGreaterThan(0)
    expect(ended.every(({ object }) => object.includes('backend'))).toBe(true)
  })

  it('rolls the pods that use a secret when it changes', async () => {
    const finished = await run(['up', '--sandbox', '--skip', 'database', '-o', 'json'], {
      SHOP_SECRET: `${env.SHOP_SECRET}?a=b`,
    })
    const report = document<UpReport>(finished)
    expect(report.status).toBe('verified')
    expect(report.transitions.some(({ object, to }) => object.includes('backend') && to === 'Gone')).toBe(
      true,
    )
    expect(finished.stdout + finished.stderr).not.toContain('canary-7f3a9c51')
    await up()
  })

  it.each([
    ['image-not-found', 'image-not-found'],
    ['crash', 'crash-loop'],
    ['config-missing', 'config-missing'],
  ])('names the cause of %s, and what still serves', async (name, verdict) => {
    await fault('backend', name)
    edit((text) => text.replace(/GREETING: \w+/, `GREETING: ${name.replace('-', '')}`))
    const { code, report } = await up()
    expect({ code, status: report.status, phase: report.phase }).toEqual({
      code: 40,
      status: 'failed',
      phase: 'rollout',
    })
    expect(report.verdict).toMatchObject({ class: verdict, object: { component: 'backend' } })
    expect(report.error?.state).toMatch(/backend keeps serving from \d+ old pods?/)
    await fault('backend', 'none')
    edit((text) => text.replace(/GREETING: \w+/, 'GREETING: mended'))
    expect((await up()).report.status).toBe('verified')
  })

  it('tells each event as a line, and the document last', async () => {
    const { stdout, code } = await run(['up', '--sandbox', '--skip', 'database', '-o', 'ndjson'])
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(code).toBe(0)
    expect(lines.slice(0, -1).every(({ schema }) => schema === 'k8sdeploy/event/1')).toBe(true)
    expect(lines.at(-1)).toMatchObject({ schema: 'k8sdeploy/up/1', status: 'unchanged' })
  })

  it('leaves no half-written release behind when it is stopped', async () => {
    edit((text) => text.replace(/GREETING: \w+/, 'GREETING: stopped'))
    const child = start(['up', '--sandbox', '--skip', 'database', '-o', 'ndjson'])
    const finished = finish(child)
    await new Promise<void>((resolve) =>
      child.stdout!.on('data', (chunk) => String(chunk).includes('"phase":"release"') && resolve()),
    )
    child.kill('SIGINT')
    expect((await finished).code).toBe(130)
    expect((await up()).report.status).toMatch(/^(verified|unchanged)$/)
  })
})

describe('status and down', () => {
  it('shows all eight entities of a healthy release', async () => {
    const finished = await run(['status', '--sandbox', '-o', 'json'])
    const report = document<StatusReport>(finished)
    expect({ code: finished.code, status: report.status, verdicts: report.verdicts }).toEqual({
      code: 0,
      status: 'ok',
      verdicts: [],
    })
    expect(finished.stdout).not.toContain('canary-7f3a9c51')
  })

  it('asks before it removes, and removes what it made', async () => {
    const refused = await run(['down', '--sandbox', '-o', 'json'])
    expect(refused.code).toBe(4)
    const finished = await run(['down', '--sandbox', '--yes', '-o', 'json'])
    const report = document<DownReport>(finished)
    expect(finished.code).toBe(0)
    expect(report.removed).toEqual(
      expect.arrayContaining(['release shop', 'Secret shop-secrets', 'Namespace shop']),
    )
    expect(report.transitions.filter(({ to }) => to === 'Gone').length).toBe(4)
    expect((await run(['status', '--sandbox'])).code).toBe(42)
  })
})

describe('refusals, before anything is touched', () => {
  it.each([
    [
      'no value for a secret',
      ['up', '--sandbox', '-o', 'json'],
      { SHOP_SECRET: undefined },
      4,
      'WOULD_PROMPT',
    ],
    ['an unknown environment', ['up', '--sandbox', '--env', 'prod', '-o', 'json'], {}, 2, 'USAGE'],
    ['no kubeconfig', ['up', '-o', 'json'], {}, 11, 'CLUSTER_UNREACHABLE'],
    [
      'a folder without a config',
      ['up', '--sandbox', '-C', 'frontend', '-o', 'json'],
      {},
      2,
      'CONFIG_INVALID',
    ],
    ['a database that refuses', ['up', '--sandbox', '-o', 'json'], {}, 50, 'DATABASE_UNREACHABLE'],
  ])('%s', async (_, args, extra, code, name) => {
    const finished = await run(args, extra)
    expect({ code: finished.code, error: document(finished).error?.code }).toEqual({ code, error: name })
    expect(finished.stderr).not.toMatch(/^\s+at /m)
  })

  it('lists every mistake of the config at once', async () => {
    const good = readFileSync(configFile, 'utf8')
    writeFileSync(
      configFile,
      good
        .replace('port: 3000', 'port: 70000')
        .replace('name: shop', 'name: Shop_')
        .replace('access:', 'acess:'),
    )
    const finished = await run(['up', '--sandbox', '-o', 'json'])
    writeFileSync(configFile, good)
    expect(finished.code).toBe(2)
    expect(document(finished).error?.evidence.length).toBeGreaterThanOrEqual(3)
  })
})
