import { type Blame, DeployError } from '../errors.ts'
import type { DatabaseCheck, DatabaseStep } from '../ports.ts'
import type { VerdictClass } from '../report.ts'
import { changes } from './changes.ts'
import type { Prepared } from './prepare-release.ts'
import type { PhaseResult } from './story-teller.ts'
import type { UpRun } from './up-run.ts'

/** A hosted database that sleeps when idle may take half a minute to wake. */
export const databaseBudgetMs = 40_000

/** The database is asked while the chart is linted: its answer is awaited before anything changes. */
export function startDatabaseCheck(run: UpRun, prepared: Prepared): () => Promise<DatabaseCheck | undefined> {
  const { config, flags, story } = run
  if (!config.database) return async () => undefined
  if (flags.skip?.includes('database')) {
    story.skip('database', 'left out by --skip')
    return async () => undefined
  }
  const checking = story.phase('database', () => checkDatabase(run, prepared))
  checking.catch(() => undefined)
  return () => checking
}

/** From this machine, step by step; the backend's own readiness follows after the rollout. */
async function checkDatabase(
  { config, world, story }: UpRun,
  { secrets }: Prepared,
): Promise<PhaseResult<DatabaseCheck>> {
  const name = config.database!.secret
  const check = await world.checkDatabase(secrets.values[name]!, {
    budgetMs: databaseBudgetMs,
    signal: world.signal,
    tell: changes((line) => story.progress('database', line)),
  })
  if (check.ok) return { value: check, summary: `${shortHost(check.host)}: ${passedOf(check).join(', ')}` }
  const failed = check.steps.find(({ ok }) => !ok)
  const isUnread = failed?.step === 'parse'
  const passed = passedOf(check)
  throw new DeployError(
    'DATABASE_UNREACHABLE',
    isUnread
      ? `${name} cannot be read: ${failed.detail}`
      : `the database cannot be used: ${failed?.step ?? 'connection'} failed`,
    {
      evidence: [
        ...(failed && !isUnread ? [`${failed.step}: ${failed.detail}`] : []),
        ...(passed.length > 0 ? [`before that ${passed.join(', ')} went well at ${check.host}`] : []),
      ],
      hint: check.hint ?? `correct the value of ${name}`,
      state: 'nothing was changed',
      ...(check.class && { blame: blameOf(check, check.class, name) }),
      next: ['k8sdeploy up', 'k8sdeploy up --skip database'],
    },
  )
}

const blameOf = ({ host, steps }: DatabaseCheck, name: VerdictClass, secret: string): Blame => {
  const failed = steps.find(({ ok }) => !ok)
  return {
    class: name,
    object: host ? { kind: 'Database', name: host } : { kind: 'Secret', name: secret },
    field: failed?.step ?? 'connection',
    whyNotTransient: 'asked from this machine, again where it might have passed, with the same answer',
    confirmedBy: failed?.detail,
  }
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
