import { randomInt } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DiagnosisReport } from '../../src/report.ts'
import { runCli } from './cli.ts'
import { facts } from './facts.ts'
import { kubectl } from './kubectl.ts'

type App = {
  name: string
  image?: string
  replicas?: number
  env?: Record<string, string>
  secret?: string
  nodeSelector?: Record<string, string>
}

/** What people have who never heard of charts: a Deployment and a Service. */
const objectsOf = ({ name, image = facts.behave, replicas = 2, env = {}, secret, nodeSelector }: App) => {
  const fromSecret = secret
    ? [{ name: 'SMTP', valueFrom: { secretKeyRef: { name: secret, key: 'smtp' } } }]
    : []
  const container = {
    name: 'app',
    image,
    env: [...Object.entries(env).map(([key, value]) => ({ name: key, value })), ...fromSecret],
    resources: { requests: { cpu: '1m' } },
    readinessProbe: { httpGet: { path: '/', port: 8000 }, periodSeconds: 1 },
  }
  const spec = { containers: [container], terminationGracePeriodSeconds: 2, nodeSelector }
  const labels = { app: name }
  const template = { metadata: { labels }, spec }
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name },
      spec: { replicas, selector: { matchLabels: labels }, template },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name },
      spec: { selector: labels, ports: [{ port: 80, targetPort: 8000 }] },
    },
  ]
}

const queue = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'queue' },
  spec: {
    serviceName: 'queue',
    selector: { matchLabels: { app: 'queue' } },
    template: {
      metadata: { labels: { app: 'queue' } },
      spec: { containers: [{ name: 'app', image: facts.behave }], terminationGracePeriodSeconds: 2 },
    },
  },
}
/** Nobody calls it: it has no Service, and needs none. */
const worker = objectsOf({ name: 'worker', replicas: 1 }).slice(0, 1)

const faulty: App[] = [
  { name: 'web', env: { ORDERS_URL: 'http://orders:80' } },
  { name: 'orders', env: { SAY: 'panic: the ledger is missing', CRASHES: '99', EXIT_CODE: '3' } },
  { name: 'images', image: 'localhost:5000/no-such/image:7' },
  { name: 'mail', secret: 'mail-keys' },
  { name: 'search', env: { LISTEN: ':9200' } },
  { name: 'reports', nodeSelector: { disk: 'gold' } },
]

const suffix = randomInt(36 ** 5).toString(36)
const [ill, starting] = [`diagnose-ill-${suffix}`, `diagnose-starting-${suffix}`]
let folder: string

const apply = async (namespace: string, objects: object[]) => {
  const file = join(folder, `${namespace}.json`)
  await writeFile(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }))
  await kubectl('apply', '-n', namespace, '-f', file)
}

const diagnose = async (...flags: string[]) => {
  const { stdout, stderr, code } = await runCli(['diagnose', ...flags, '-o', 'json'], { cwd: folder })
  return { code, stderr, report: JSON.parse(stdout || '{}') as DiagnosisReport }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'k8sdeploy-diagnose-'))
  for (const namespace of [ill, starting]) await kubectl('create', 'namespace', namespace)
  await apply(ill, [...faulty.flatMap(objectsOf), ...worker, queue])
})
afterAll(async () => {
  await kubectl('delete', 'namespace', ill, starting, '--ignore-not-found', '--wait=false')
  await rm(folder, { recursive: true, force: true })
})

test('five faults in one namespace that no chart made: five headlines, with what follows under them', async () => {
  const until = Date.now() + 150_000
  let found = await diagnose('-n', ill)
  while ((found.report.verdicts?.length ?? 0) < 5 && Date.now() < until) found = await diagnose('-n', ill)
  const { report, code, stderr } = found
  const why = JSON.stringify(report, null, 1) + stderr
  expect(code, why).toBe(40)
  const causes = Object.fromEntries(report.verdicts.map((one) => [one.object.component ?? '', one]))
  expect(
    Object.entries(causes)
      .map(([name, one]) => [name, one.class])
      .sort(),
    why,
  ).toEqual([
    ['images', 'image-not-found'],
    ['mail', 'config-missing'],
    ['orders', 'crash-loop'],
    ['reports', 'unschedulable'],
    ['search', 'wrong-port'],
  ])
  expect(report.verdicts, why).toHaveLength(5)
  expect(report.suspicions, why).toEqual([])
  expect(causes['orders']!.message).toContain('panic: the ledger is missing')
  expect(causes['orders']!.effects.map((one) => one.object)).toContain('Deployment/web')
  for (const { hint } of report.verdicts) expect(hint).not.toContain('k8sdeploy')
  expect(report.checked.join('\n')).toMatch(/not judged: StatefulSet queue, \d of 1 pods ready/)
})

test('what starts, and what rolls out, is never called ill; at rest it is healthy', async () => {
  const app: App = { name: 'web', env: { READY_AFTER: '15s' } }
  const statuses = async () => {
    const seen = new Set<string>()
    const until = Date.now() + 90_000
    let found = await diagnose('-n', starting)
    while (!(found.report.status === 'healthy' && seen.has('unknown'))) {
      seen.add(found.report.status)
      if (found.report.status === 'ill' || Date.now() > until) return JSON.stringify(found.report)
      found = await diagnose('-n', starting)
    }
    return [...seen].filter((status) => status !== 'healthy').join()
  }
  await apply(starting, [...objectsOf(app), ...worker])
  expect(await statuses()).toBe('unknown')
  await apply(starting, objectsOf({ ...app, env: { ...app.env, SAY: 'again' } }))
  expect(await statuses()).toBe('unknown')
})

test('without a name and without k8sdeploy.yaml it says what can be named', async () => {
  const { code, stderr } = await runCli(['diagnose'], { cwd: folder })
  expect(code).toBe(2)
  expect(stderr).toContain('k8sdeploy diagnose -n NAMESPACE')
})
