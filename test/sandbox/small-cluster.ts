import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { resources } from '../../src/sandbox/api/resources.ts'
import { createEventRecorder } from '../../src/sandbox/controllers/event-recorder.ts'
import type { Pod } from '../../src/sandbox/controllers/objects.ts'
import { startControlPlane } from '../../src/sandbox/controllers/start-controllers.ts'
import { createFaults } from '../../src/sandbox/machine/faults.ts'
import { createImageRegistry } from '../../src/sandbox/machine/images.ts'
import { startMachine } from '../../src/sandbox/machine/machine.ts'
import { createReaper } from '../../src/sandbox/machine/reaper.ts'
import { readSettings } from '../../src/sandbox/machine/settings.ts'
import { createStore } from '../../src/sandbox/memory-store.ts'
import type { StoredObject } from '../../src/sandbox/store.ts'

/** Controllers and machine on a store, without the HTTP around them; back-offs 100 times shorter. */
export function smallCluster(options: { backOffMs?: number; pods?: string; cpu?: string } = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'k8sdeploy-cluster-'))
  const store = createStore()
  const record = createEventRecorder(store)
  const images = createImageRegistry()
  const faults = createFaults()
  const errors: string[] = []
  const machine = startMachine({
    store,
    record,
    images,
    reaper: createReaper(join(dir, 'processes')),
    settings: readSettings({ K8SDEPLOY_SANDBOX_BACKOFF_MS: String(options.backOffMs ?? 100) }),
    hostEnv: { PATH: process.env.PATH ?? '' },
  })
  const stop = startControlPlane({
    store,
    resources,
    record,
    faultFor: (labels) => faults.find(labels),
    node: { cpu: options.cpu ?? '4', memory: '8Gi', pods: options.pods ?? '110' },
    version: 'v1.34.4',
    certificate: '',
    onError: (where, error) => errors.push(`${where}: ${error}`),
  })
  return {
    store,
    machine,
    images,
    faults,
    errors,
    dir,
    /** A small Node server, registered as an image. */
    serve(ref: string, source: string, port = 8000) {
      const file = `${ref.replace(/\W/g, '-')}.mjs`
      writeFileSync(join(dir, file), source)
      images.register({ ref, dir, start: [process.execPath, file], port })
    },
    pods: (namespace = 'default') => store.list('', 'pods', namespace) as Pod[],
    events: (reason: string) => store.list('', 'events').filter((event) => event['reason'] === reason),
    async close() {
      stop()
      await machine.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

export async function eventually<T>(
  read: () => T | undefined | false,
  what: string,
  withinMs = 60_000,
): Promise<T> {
  const end = performance.now() + withinMs
  while (performance.now() < end) {
    const found = read()
    if (found !== undefined && found !== false) return found
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error(`never happened: ${what}`)
}

type Container = Record<string, unknown>

export function deployment(
  name: string,
  image: string,
  options: { replicas?: number; container?: Container; spec?: Container; podSpec?: Container } = {},
): StoredObject {
  const labels = { app: name, 'app.kubernetes.io/component': name }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default', labels },
    spec: {
      replicas: options.replicas ?? 1,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels },
        spec: {
          containers: [{ name, image, ports: [{ name: 'http', containerPort: 8000 }], ...options.container }],
          terminationGracePeriodSeconds: 5,
          ...options.podSpec,
        },
      },
      ...options.spec,
    },
  }
}

export const service = (name: string, spec: Record<string, unknown> = {}): StoredObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'default' },
  spec: { type: 'ClusterIP', selector: { app: name }, ports: [{ port: 8000, targetPort: 'http' }], ...spec },
})

export const helloServer = `
import { createServer } from 'node:http'
let ready = true
const server = createServer((request, response) => {
  if (request.url === '/ready') response.writeHead(ready ? 200 : 503)
  response.end(JSON.stringify({ pod: process.env.HOSTNAME, greeting: process.env.GREETING, backend: process.env.BACKEND_URL }))
})
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('listening on ' + process.env.PORT))
process.on('SIGTERM', () => { console.log('bye'); server.close(); server.closeIdleConnections() })
`
