import { DeployError } from '../errors.ts'
import type { DatabaseCheck, DatabaseStep } from '../ports.ts'
import type { Prepared } from './prepare-release.ts'
import type { PhaseResult } from './story-teller.ts'
import type { UpRun } from './up.ts'

const databaseBudgetMs = 15_000

/** From this machine, step by step; the backend's own readiness follows after the rollout. */
export async function checkDatabase(
  { config, world }: UpRun,
  { secrets }: Prepared,
): Promise<PhaseResult<DatabaseCheck>> {
  const name = config.database!.secret
  const check = await world.checkDatabase(secrets.values[name]!, {
    budgetMs: databaseBudgetMs,
    signal: world.signal,
  })
  if (check.ok) return { value: check, summary: `${shortHost(check.host)}: ${passedOf(check).join(', ')}` }
  const failed = check.steps.find(({ ok }) => !ok)
  const passed = passedOf(check)
  throw new DeployError(
    'DATABASE_UNREACHABLE',
    `the database cannot be used: ${failed?.step ?? 'connection'} failed`,
    {
      evidence: [
        ...(failed ? [`${failed.step}: ${failed.detail}`] : []),
        ...(passed.length > 0 ? [`before that ${passed.join(', ')} went well at ${check.host}`] : []),
      ],
      hint: check.hint ?? `correct the value of ${name}`,
      state: 'nothing was changed',
      next: ['k8sdeploy up', 'k8sdeploy up --skip database'],
    },
  )
}

const passedOf = ({ steps }: DatabaseCheck): string[] =>
  steps.filter(({ ok, step }) => ok && step !== 'parse').map(wordFor)

/** A step that passed because it was not needed must not read as if it had been done. */
function wordFor({ step, detail }: DatabaseStep): string {
  if (step !== 'tls') return step
  if (detail.startsWith('off')) return 'no tls'
  return detail.includes('not verified') ? 'tls (unverified)' : 'tls'
}

/** Names of hosted databases are long and differ in front: `ep-quiet-sun…neon.tech`. */
function shortHost(host: string): string {
  if (host.length <= 30) return host
  return `${host.slice(0, 12)}…${host.split('.').slice(-2).join('.')}`
}

/** The namespace and the Secret go through the API, never through helm: no value reaches a chart or a release record. */
export async function applySecret(
  { cluster, namespace, world, story }: UpRun,
  { createsNamespace, secret }: Prepared,
): Promise<PhaseResult<void>> {
  if (createsNamespace) {
    await cluster.apply(
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: namespace, labels: { 'app.kubernetes.io/managed-by': 'k8sdeploy' } },
      },
      { signal: world.signal },
    )
    story.note(`namespace ${namespace} created`)
  }
  if (secret.state === 'unchanged')
    return { value: undefined, summary: `${secret.name} unchanged`, status: 'unchanged' }
  await cluster.apply(secret.object, { signal: world.signal, force: true })
  return { value: undefined, summary: `${secret.name} ${secret.state}d: ${secret.changedKeys.join(', ')}` }
}

export async function helmUpgrade(
  { config, namespace, cluster, world }: UpRun,
  { chart, values }: Prepared,
): Promise<PhaseResult<number>> {
  const release = await world.helm.upgrade({
    chart,
    release: config.name,
    namespace,
    values,
    context: cluster.context,
    signal: world.signal,
  })
  return { value: release.revision, summary: `helm revision ${release.revision}` }
}

/** The generation of each Deployment after helm returned: a status older than this says nothing about the release. */
export async function fetchGenerations({
  config,
  cluster,
  namespace,
  world,
}: UpRun): Promise<Record<string, number>> {
  const names = [`${config.name}-frontend`, `${config.name}-backend`]
  const found = await Promise.all(
    names.map((name) =>
      cluster.get({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name }, world.signal),
    ),
  )
  return Object.fromEntries(
    found.flatMap((object, index) =>
      object?.metadata?.generation ? [[names[index], object.metadata.generation]] : [],
    ),
  )
}
