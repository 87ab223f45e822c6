import { execFile } from 'node:child_process'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DiagnosisReport, VerdictClass } from '../../src/report.ts'
import { facts } from './facts.ts'
import { kubectl } from './kubectl.ts'
import { copyExample, type Project } from './project.ts'

type Values = {
  backend: ComponentValues
  frontend: ComponentValues
}
type ComponentValues = {
  replicas: number
  image: { tag: string }
  nodeSelector?: Record<string, string>
  probes: { readiness: { path: string } }
  resources: Record<'requests' | 'limits', Record<string, string>>
  service: { type: string; nodePort: number | null }
}

type Place = { namespace: string; name: string }

type Fault = {
  fault: string
  values?: (values: Values) => void
  /** Instead of the database's real address; undefined leaves the key out. */
  secret?: Record<string, string>
  before?: (place: Place) => Promise<unknown>
  after?: (place: Place) => Promise<unknown>
  /** Not certain yet, and said to be that. */
  suspicion?: VerdictClass
  /** One row per headline. */
  causes: { class: VerdictClass; object: RegExp; shows: RegExp }[]
  effects?: RegExp
}

const patchBackend =
  (...container: object[]) =>
  ({ namespace, name }: Place) => {
    const patch = {
      spec: { template: { spec: { containers: container.map((one) => ({ name: 'backend', ...one })) } } },
    }
    return kubectl('patch', `deployment/${name}-backend`, '-n', namespace, '-p', JSON.stringify(patch))
  }

const faults: Fault[] = [
  { fault: 'nothing', causes: [] },
  {
    fault: 'an image that is not on the node',
    values: ({ backend }) => {
      backend.image.tag = 'no-such-tag'
    },
    causes: [{ class: 'image-not-found', object: /Pod .*-backend-/, shows: /no-such-tag/ }],
    effects: /Service\/\S+-backend: has no ready endpoint[\s\S]*-frontend: runs, but/,
  },
  {
    fault: 'a database host that the DNS cannot tell of for the moment',
    secret: { DATABASE_URL: facts.databaseUrl.replace(/@[^/]+\//, '@no-such-host.neon.test/') },
    suspicion: 'database-host',
    causes: [],
  },
  {
    fault: 'a crash',
    after: patchBackend({ command: ['node', '-e', 'throw new Error("the ledger is missing")'] }),
    causes: [{ class: 'crash-loop', object: /Pod .*-backend-/, shows: /the ledger is missing/ }],
  },
  {
    fault: 'a Secret without the key',
    secret: { OTHER: 'x' },
    causes: [{ class: 'config-missing', object: /Pod .*-backend-/, shows: /DATABASE_URL/ }],
  },
  {
    fault: 'a wrong password',
    secret: { DATABASE_URL: facts.databaseUrl.replace(/:[^:@/]+@/, ':Wrong-Pa55word@') },
    causes: [{ class: 'database-login', object: /Database /, shows: /password authentication failed/ }],
    effects: /-frontend: runs, but what it passes on/,
  },
  {
    fault: 'a memory limit of 10Mi',
    values: ({ backend }) => {
      backend.resources.requests['memory'] = '10Mi'
      backend.resources.limits['memory'] = '10Mi'
    },
    causes: [{ class: 'out-of-memory', object: /Pod .*-backend-/, shows: /10Mi/ }],
  },
  {
    fault: 'a readiness path that does not exist',
    values: ({ backend }) => {
      backend.probes.readiness.path = '/no-such-path'
    },
    causes: [{ class: 'never-ready', object: /Pod .*-backend-/, shows: /no-such-path .*answers 404/ }],
  },
  {
    fault: 'a program that does not exist',
    after: patchBackend({ command: ['/no-such-program'] }),
    causes: [{ class: 'cannot-start', object: /Pod .*-backend-/, shows: /no-such-program/ }],
  },
  {
    fault: 'a node selector that no node fits',
    values: ({ backend }) => {
      backend.nodeSelector = { disk: 'gold' }
    },
    causes: [{ class: 'unschedulable', object: /Pod .*-backend-/, shows: /no label disk=gold/ }],
  },
  {
    fault: 'more CPU than any node has',
    values: ({ backend }) => {
      backend.resources = { requests: { cpu: '64', memory: '64Mi' }, limits: { cpu: '64', memory: '64Mi' } }
    },
    causes: [
      {
        class: 'unschedulable',
        object: /Pod .*-backend-/,
        shows: /cpu: asked for 64, the node can give no more than/,
      },
    ],
  },
  {
    fault: 'a quota that lets no pod in',
    before: ({ namespace }) => kubectl('create', 'quota', 'tight', '--hard=pods=0', '-n', namespace),
    causes: [
      { class: 'quota', object: /ReplicaSet .*-(backend|frontend)-/, shows: /quota tight has no room/ },
    ],
    effects: /ReplicaSet\/\S+-frontend/,
  },
  {
    fault: 'a selector that matches nothing',
    after: ({ namespace, name }) =>
      kubectl(
        'patch',
        `service/${name}-backend`,
        '-n',
        namespace,
        '-p',
        '{"spec":{"selector":{"app.kubernetes.io/component":"back-end"}}}',
      ),
    causes: [{ class: 'selector-mismatch', object: /Service .*-backend/, shows: /back-end/ }],
    effects: /-frontend: runs, but what it passes on/,
  },
  {
    fault: 'a backend scaled to nothing',
    after: ({ namespace, name }) =>
      kubectl('scale', `deployment/${name}-backend`, '-n', namespace, '--replicas=0'),
    causes: [{ class: 'scaled-to-zero', object: /Deployment .*-backend/, shows: /nobody serves/ }],
  },
  {
    fault: 'a Service that somebody deleted',
    after: ({ namespace, name }) => kubectl('delete', `service/${name}-backend`, '-n', namespace),
    causes: [{ class: 'object-missing', object: /Service .*-backend/, shows: /does not exist/ }],
  },
  {
    fault: 'two faults that have nothing to do with each other',
    secret: { DATABASE_URL: facts.databaseUrl.replace(/:[^:@/]+@/, ':Wrong-Pa55word@') },
    values: ({ frontend }) => {
      frontend.nodeSelector = { disk: 'gold' }
    },
    causes: [
      { class: 'database-login', object: /Database /, shows: /password authentication failed/ },
      { class: 'unschedulable', object: /Pod .*-frontend-/, shows: /disk=gold/ },
    ],
  },
]

const run = promisify(execFile)
const patienceMs = 90_000
let project: Project
const placeOf = (fault: Fault): Place => ({
  name: project.name,
  namespace: `${project.name}-${faults.indexOf(fault)}`,
})

/** The chart as `up` released it, released again into a namespace of its own with a fault in it. */
async function makeFault(fault: Fault, values: Values): Promise<void> {
  const place = placeOf(fault)
  const { namespace, name } = place
  const own = structuredClone(values)
  for (const component of [own.backend, own.frontend]) {
    component.replicas = 1
    component.service = { ...component.service, type: 'ClusterIP', nodePort: null }
    component.resources = { requests: { cpu: '0', memory: '32Mi' }, limits: { cpu: '1', memory: '256Mi' } }
  }
  fault.values?.(own)
  const file = join(project.root, `${namespace}.json`)
  await writeFile(file, JSON.stringify(own))
  await kubectl('create', 'namespace', namespace)
  const pairs = Object.entries(fault.secret ?? { DATABASE_URL: facts.databaseUrl })
  const literals = pairs.map(([key, value]) => `--from-literal=${key}=${value}`)
  await kubectl('create', 'secret', 'generic', `${name}-secrets`, '-n', namespace, ...literals)
  await fault.before?.(place)
  const chart = join(project.root, 'chart')
  await run(facts.helm3, [
    'install',
    name,
    chart,
    '-n',
    namespace,
    '-f',
    file,
    '--kubeconfig',
    facts.kubeconfig,
  ])
  await fault.after?.(place)
}

async function makeFaults(): Promise<void> {
  const { stdout } = await run(facts.helm3, [
    ...['get', 'values', project.name, '-n', project.namespace, '-o', 'json'],
    ...['--kubeconfig', facts.kubeconfig],
  ])
  const waiting = [...faults]
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await makeFault(next, JSON.parse(stdout))
  }
  await Promise.all([work(), work(), work(), work()])
}

async function diagnose({ namespace, name }: Place) {
  const { stdout, stderr, code } = await project.run([
    ...['diagnose', '--release', name, '-n', namespace, '-o', 'json'],
  ])
  return { code, stdout, report: JSON.parse(stdout || '{}') as DiagnosisReport, why: `${stdout}\n${stderr}` }
}

const statusOf = ({ causes, suspicion }: Fault) =>
  causes.length > 0 ? 'ill' : suspicion ? 'unknown' : 'healthy'
const codes = { healthy: 0, ill: 40, unknown: 42 }

const isSettled = (fault: Fault, { status, verdicts, suspicions }: DiagnosisReport) =>
  status === statusOf(fault) &&
  verdicts.length >= fault.causes.length &&
  suspicions.length === (fault.suspicion ? 1 : 0)

beforeAll(async () => {
  project = await copyExample()
  await project.init('--frontend-replicas', '1', '--backend-replicas', '1')
  const { report, why } = await project.up()
  expect(report.status, why).toBe('verified')
  await makeFaults()
})
afterAll(async () => {
  const namespaces = faults.map((fault) => placeOf(fault).namespace)
  await kubectl('delete', 'namespace', ...namespaces, '--ignore-not-found', '--wait=false')
  await project.remove()
})

test.each(faults)('$fault: its causes, and nothing else', async (fault) => {
  const until = Date.now() + patienceMs
  let found = await diagnose(placeOf(fault))
  while (!isSettled(fault, found.report) && Date.now() < until) found = await diagnose(placeOf(fault))
  const { report, code, why, stdout } = found
  expect(code, why).toBe(codes[statusOf(fault)])
  expect(
    report.verdicts.map((one) => one.class),
    why,
  ).toEqual(fault.causes.map((one) => one.class))
  for (const [index, cause] of fault.causes.entries()) {
    const verdict = report.verdicts[index]!
    expect(`${verdict.object.kind} ${verdict.object.name}`, why).toMatch(cause.object)
    expect(`${verdict.message} ${verdict.evidence?.join(' ') ?? ''}`, why).toMatch(cause.shows)
    expect(verdict.hint, why).toBeTruthy()
  }
  expect(
    report.suspicions.map((one) => one.class),
    why,
  ).toEqual(fault.suspicion ? [fault.suspicion] : [])
  const effects = report.verdicts.flatMap((one) => one.effects).map((one) => `${one.object}: ${one.message}`)
  expect(effects.join('\n'), why).toMatch(fault.effects ?? /^/)
  expect(stdout).not.toContain('npg_Qu1etSun4711')
  expect(stdout).not.toContain('Wrong-Pa55word')
})

test('without a name it looks at the project', async () => {
  const { code, stdout } = await project.run(['diagnose'])
  expect(code, stdout).toBe(0)
  expect(stdout).toContain('healthy')
})

test('a failed rollout keeps its evidence, for its owner only and without secrets', async () => {
  await project.configure(({ backend, images }) => {
    images.delivery = 'none'
    backend.image = 'localhost:5000/no-such/image:1'
  })
  const { code, report, why } = await project.up(['--timeout', '60'])
  expect(code, why).toBe(40)
  expect(report.kept, why).toMatch(/^\.k8sdeploy\/failures\//)
  const folder = join(project.root, report.kept!)
  const kept = await readdir(folder)
  expect(kept).toEqual(expect.arrayContaining(['events.json', 'pods.json', 'verdict.json']))
  for (const name of ['events.json', 'pods.json', 'verdict.json']) {
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
    expect(await readFile(join(folder, name), 'utf8')).not.toContain('npg_Qu1etSun4711')
  }
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  expect(await readFile(join(folder, 'verdict.json'), 'utf8')).toContain('image-not-found')
  expect(await readFile(join(folder, 'events.json'), 'utf8')).toContain('no-such/image')
})
