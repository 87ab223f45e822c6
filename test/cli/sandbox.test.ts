import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findHelm } from '../../.ci/helm.js'
import type { SandboxStatus } from '../../src/ports.ts'
import { findConnection } from '../../src/sandbox/control/call-sandbox.ts'
import { registerImage } from '../../src/sandbox/control/register-image.ts'
import { findProcessStart } from '../../src/sandbox/machine/process-identity.ts'

const root = join(import.meta.dirname, '..', '..')
const cli = process.env['K8SDEPLOY_CLI'] ?? join(root, 'bin', 'k8sdeploy.js')
const temporary = mkdtempSync(join(tmpdir(), 'k8sdeploy-sandbox-'))
const state = join(temporary, 'state')
const env: Record<string, string | undefined> = {
  ...process.env,
  HOME: temporary,
  K8SDEPLOY_SANDBOX_DIR: state,
  K8SDEPLOY_SANDBOX_BACKOFF_MS: '200',
}
const helm = findHelm() ?? 'helm'
const ours = join(homedir(), '.cache', 'k8sdeploy-test', 'bin', 'kubectl')
const kubectl = existsSync(ours) ? ours : undefined

const run = async (file: string, args: string[]) =>
  (await promisify(execFile)(file, args, { env: { ...env, KUBECONFIG: join(state, 'kubeconfig') } })).stdout
const sandbox = async (...args: string[]) =>
  JSON.parse(await run(process.execPath, [cli, '-o', 'json', 'sandbox', ...args])) as SandboxStatus & {
    stopped?: boolean
  }
const processes = () => readdirSync(join(state, 'processes')).map(Number)
const image = (ref: string, start: string[] | undefined = [process.execPath, 'server.mjs']) =>
  registerImage({ ref, dir: join(temporary, 'app'), start, port: 8000 }, findConnection(env))

async function eventually<T>(read: () => Promise<T | undefined | false>, what: string): Promise<T> {
  const end = performance.now() + 60_000
  while (performance.now() < end) {
    const found = await read().catch(() => undefined)
    if (found !== undefined && found !== false) return found
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`never happened: ${what}`)
}

const server = `
import { createServer } from 'node:http'
const { BACKEND_URL, VERSION, HOSTNAME, PORT } = process.env
const server = createServer(async (request, response) => {
  if (request.url !== '/') return response.end('ready')
  response.setHeader('connection', 'close')
  const behind = BACKEND_URL ? await fetch(BACKEND_URL).then((one) => one.json(), (error) => ({ error: String(error.cause ?? error) })) : undefined
  response.end(JSON.stringify({ pod: HOSTNAME, version: VERSION, behind }))
})
server.listen(Number(PORT), '127.0.0.1', () => console.log('listening'))
process.on('SIGTERM', () => server.close())
`

const template = `{{- range $name, $one := .Values.components }}
---
apiVersion: v1
kind: ConfigMap
metadata: { name: {{ $name }}, labels: { app.kubernetes.io/component: {{ $name }} } }
data: { VERSION: {{ $.Values.version | quote }}, BACKEND_URL: {{ $one.backend | default "" | quote }} }
---
apiVersion: v1
kind: Service
metadata: { name: {{ $name }} }
spec:
  type: {{ if $one.nodePort }}NodePort{{ else }}ClusterIP{{ end }}
  selector: { app.kubernetes.io/component: {{ $name }} }
  ports: [{ name: http, port: 8000, targetPort: http{{ with $one.nodePort }}, nodePort: {{ . }}{{ end }} }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: {{ $name }} }
spec:
  replicas: 2
  strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }
  selector: { matchLabels: { app.kubernetes.io/component: {{ $name }} } }
  template:
    metadata:
      labels: { app.kubernetes.io/component: {{ $name }} }
      annotations: { version: {{ $.Values.version | quote }} }
    spec:
      terminationGracePeriodSeconds: 5
      containers:
        - name: {{ $name }}
          image: app:1
          ports: [{ name: http, containerPort: 8000 }]
          envFrom: [{ configMapRef: { name: {{ $name }} } }]
          readinessProbe: { httpGet: { path: /ready, port: http }, periodSeconds: 1 }
{{- end }}
`

const nodePort = 31000 + (process.pid % 700)
const url = `http://127.0.0.1:${nodePort}/`
const ask = async () =>
  (await (await fetch(url)).json()) as { pod: string; version: string; behind: { version: string } }
const release = (version: string) =>
  run(helm, [
    'upgrade',
    '--install',
    'shop',
    join(temporary, 'chart'),
    '--namespace',
    'shop',
    '--create-namespace',
    '--set-string',
    `version=${version}`,
    '--set',
    `components.backend.replicas=2,components.frontend.nodePort=${nodePort},components.frontend.backend=http://backend:8000`,
  ])
const pods = async () =>
  JSON.parse(await run(kubectl ?? '', ['get', 'pods', '-n', 'shop', '-o', 'json'])).items as {
    metadata: { name: string }
    status: {
      containerStatuses: { state: { waiting?: { reason: string; message: string } }; lastState: object }[]
    }
  }[]

beforeAll(async () => {
  mkdirSync(join(temporary, 'app'))
  mkdirSync(join(temporary, 'chart', 'templates'), { recursive: true })
  writeFileSync(join(temporary, 'app', 'server.mjs'), server)
  writeFileSync(join(temporary, 'chart', 'Chart.yaml'), 'apiVersion: v2\nname: shop\nversion: 1.0.0\n')
  writeFileSync(join(temporary, 'chart', 'templates', 'all.yaml'), template)
  await sandbox('up')
})
afterAll(async () => {
  await sandbox('down')
  rmSync(temporary, { recursive: true, force: true })
})

describe('the sandbox', () => {
  it('is one process with a kubeconfig of its own', async () => {
    const [first, second] = await Promise.all([sandbox('up'), sandbox('status')])
    expect(first).toEqual(second)
    expect(first).toMatchObject({
      running: true,
      context: 'k8sdeploy-sandbox',
      kubeconfig: join(state, 'kubeconfig'),
    })
    expect(existsSync(join(temporary, '.kube', 'config'))).toBe(false)
  })

  it('runs a release of the real helm, and answers at its NodePort', async () => {
    await image('app:1')
    await release('1')
    const answer = await eventually(
      async () => ((await ask()).behind.version === '1' ? ask() : undefined),
      'an answer through both components',
    )
    expect(answer).toMatchObject({
      version: '1',
      pod: expect.stringMatching(/^frontend-/),
      behind: { pod: expect.stringMatching(/^backend-/) },
    })
    expect(JSON.parse(await run(helm, ['list', '-n', 'shop', '-o', 'json']))).toMatchObject([
      { name: 'shop', status: 'deployed', revision: '1' },
    ])
  })

  it.skipIf(!kubectl)('satisfies kubectl rollout status', async () => {
    for (const name of ['frontend', 'backend']) {
      expect(
        await run(kubectl!, ['rollout', 'status', `deployment/${name}`, '-n', 'shop', '--timeout=30s']),
      ).toContain('successfully rolled out')
    }
  })

  it('keeps answering while a new version rolls out', async () => {
    const seen: string[] = []
    let lost = 0
    await release('2')
    await eventually(async () => {
      const answer = await ask().catch(() => undefined)
      if (!answer) lost++
      seen.push(`${answer?.version}/${answer?.behind?.version}`)
      return seen.length > 10 && seen.slice(-10).every((one) => one === '2/2')
    }, 'only the new version')
    expect({ lost, versions: [...new Set(seen)].filter((one) => one.includes('undefined')) }).toEqual({
      lost: 0,
      versions: [],
    })
  })

  it.skipIf(!kubectl)('rehearses a crash as a kubelet shows it, and helm rolls back', async () => {
    await sandbox('fault', 'backend', 'crash')
    await release('3')
    const crashed = await eventually(
      async () =>
        (await pods()).find(
          (pod) => pod.status.containerStatuses[0]?.state.waiting?.reason === 'CrashLoopBackOff',
        ),
      'a crash loop',
    )
    expect(crashed.status.containerStatuses[0]?.lastState).toMatchObject({
      terminated: { exitCode: 1, reason: 'Error' },
    })
    expect(await run(kubectl!, ['logs', '-n', 'shop', crashed.metadata.name])).toContain(
      'Error: rehearsed crash',
    )
    expect((await ask()).behind.version).toBe('2')
    await sandbox('fault', 'backend', 'none')
    await run(helm, ['rollback', 'shop', '2', '-n', 'shop'])
    await eventually(
      async () =>
        (await pods()).length === 4 &&
        !(await pods()).some((pod) => pod.status.containerStatuses[0]?.state.waiting),
      'back',
    )
  })

  it('leaves no process behind an uninstalled release', async () => {
    const before = processes()
    expect(before.length).toBeGreaterThan(0)
    await run(helm, ['uninstall', 'shop', '-n', 'shop'])
    await eventually(async () => processes().length === 0, 'no process')
    expect(before.filter((pid) => findProcessStart(pid) !== undefined)).toEqual([])
    await expect(fetch(url)).rejects.toThrow()
  })

  it('leaves none behind its own sudden death, and starts again', async () => {
    await release('4')
    await eventually(ask, 'an answer')
    const left = processes()
    const { pid, server: address } = await sandbox('status')
    process.kill(pid!, 'SIGKILL')
    await eventually(async () => left.every((one) => findProcessStart(one) === undefined), 'no orphans')
    expect(await sandbox('status')).toMatchObject({ running: false })
    expect(await sandbox('up')).toMatchObject({ running: true, server: address })
    expect(readFileSync(join(state, 'log'), 'utf8')).not.toMatch(/Error/)
  })
})
