import { expect, it } from 'vitest'
import { DeployError } from '../../src/errors.ts'
import type { Cluster, DatabaseCheck, Delivery, World } from '../../src/ports.ts'
import type { DoctorReport } from '../../src/report.ts'
import { doctor } from '../../src/workflows/doctor.ts'

const password = 'npg_S3cretOfDoctor'
const config = `version: 1
name: shop
frontend: { port: 3000 }
backend: { port: 8000, secrets: [DATABASE_URL] }
secrets: { DATABASE_URL: { from: env } }
database: { secret: DATABASE_URL }
images: { registry: localhost:5000/shop }
`
const reached: DatabaseCheck = {
  ok: true,
  host: 'db.example.com',
  pooled: false,
  steps: (['parse', 'dns', 'tcp', 'tls', 'login', 'query'] as const).map((step) => ({
    step,
    ok: true,
    detail: 'fine',
    milliseconds: 1,
  })),
}
const refused: DatabaseCheck = {
  ...reached,
  ok: false,
  hint: 'is the server running?',
  steps: [...reached.steps.slice(0, 2), { step: 'tcp', ok: false, detail: 'refused', milliseconds: 1 }],
}
const never = () => new Promise<never>(() => undefined)
const missing = async () => {
  throw new DeployError('TOOL_MISSING', 'helm is not installed, or not in PATH', { next: ['helm version'] })
}

type Change = {
  config?: string | undefined
  url?: string | undefined
  helm?: () => Promise<never>
  engine?: World['images']['engine']
  context?: () => Promise<never>
  version?: () => Promise<never>
  forbidden?: string
  isSecretHidden?: boolean
  database?: DatabaseCheck
}

/** Everything is there but what the change takes away; time passes at once for whoever waits for it. */
function worldWith(change: Change): { world: World; printed: () => string } {
  let printed = ''
  const print = (text: string) => {
    printed += text
  }
  const cluster = {
    context: { name: 'kind', server: 'https://127.0.0.1:6443', isLocal: true, provider: 'kind' },
    version: change.version ?? (async () => ({ gitVersion: 'v1.34.4' })),
    get: async ({ kind }: { kind: string }) => {
      if (kind === 'Secret' && change.isSecretHidden)
        throw new DeployError('FORBIDDEN', 'may not get secrets')
      return kind === 'Namespace' ? { metadata: { name: 'shop' } } : undefined
    },
    canI: async (verb: string, resource: string) => `${verb} ${resource}` !== change.forbidden,
  } as unknown as Cluster
  const world = {
    env: { DATABASE_URL: 'url' in change ? change.url : `postgresql://u:${password}@db.example.com/shop` },
    cwd: '/shop',
    node: '22.1.0',
    signal: new AbortController().signal,
    clock: {
      now: () => 0,
      monotonic: () => 0,
      sleep: (_: number, signal: AbortSignal) =>
        new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, 50)
          signal.addEventListener('abort', () => clearTimeout(timer))
        }),
    },
    terminal: { print, data: print, columns: 80, canAsk: true, ask: never },
    helm: { version: change.helm ?? (async () => ({ major: 4, version: '4.1.0', path: 'helm' })) },
    images: {
      engine:
        change.engine ??
        (async () => ({
          engine: { name: 'docker', version: '28', platform: 'linux/amd64', builder: 'buildkit' },
        })),
    },
    files: () => ({
      root: '/shop',
      read: async () => ('config' in change ? change.config : config),
      whyAbsent: async () => undefined,
    }),
    context: change.context ?? (async () => cluster.context),
    cluster: async () => cluster,
    delivery: async () => ({ provider: 'registry', how: 'pushed to localhost:5000' }) as Delivery,
    secrets: { conceal: () => undefined },
    neon: { hasKey: false },
    checkDatabase: async () => change.database ?? reached,
  } as unknown as World
  return { world, printed: () => printed }
}

async function look(change: Change): Promise<DoctorReport> {
  const { world, printed } = worldWith(change)
  const code = await doctor({ output: 'json' }, world)
  expect(printed()).not.toContain(password)
  const report = JSON.parse(printed()) as DoctorReport
  expect(report.code).toBe(code)
  return report
}

const of = ({ checks }: DoctorReport, holds: boolean | null) =>
  checks.filter((check) => check.holds === holds).map(({ id }) => id)

it('finds everything there', async () => {
  const report = await look({})
  expect(report).toMatchObject({ status: 'ok', code: 0, next: ['k8sdeploy up'] })
  expect(of(report, true)).toHaveLength(report.checks.length)
})

const rows: [what: string, change: Change, code: number, failed: string[], unlooked: string[]][] = [
  ['no config', { config: undefined }, 2, ['config'], ['delivery', 'database']],
  ['a config with a mistake', { config: `${config}nmae: shop\n` }, 2, ['config'], ['delivery', 'database']],
  ['no helm', { helm: missing }, 10, ['helm'], []],
  ['a helm that hangs', { helm: never }, 10, ['helm'], []],
  ['no engine', { engine: async () => ({ engine: undefined, why: 'none' }) }, 10, ['engine'], []],
  ['an engine that hangs', { engine: never }, 10, ['engine'], []],
  [
    'a login that waits for ever',
    { context: never },
    11,
    ['context'],
    ['cluster', 'namespace', 'rights', 'delivery'],
  ],
  ['a cluster that hangs', { version: never }, 11, ['cluster'], ['namespace', 'rights', 'delivery']],
  ['a right that is missing', { forbidden: 'patch deployments.apps' }, 11, ['rights'], []],
  ['a Secret that may not be read', { isSecretHidden: true }, 0, [], []],
  ['a secret without a value', { url: undefined }, 4, ['secrets'], ['database']],
  [
    'a database that refuses',
    { database: refused },
    50,
    ['database tcp'],
    ['database tls', 'database login', 'database query'],
  ],
]

it.each(rows)('%s', async (_, change, code, failed, unlooked) => {
  const report = await look(change)
  expect([report.code, of(report, false), of(report, null)]).toEqual([code, failed, unlooked])
  for (const { holds, detail } of report.checks) expect([holds, detail]).not.toContain('')
})
