import type { Config } from '../config/config.ts'
import { type ErrorCode, unlessForbidden } from '../errors.ts'
import type { Cluster, DatabaseCheck, DatabaseStep, Files, World } from '../ports.ts'
import type { DoctorCheck } from '../report.ts'
import { databaseBudgetMs } from './check-database.ts'
import { collectSecrets } from './collect-secrets.ts'
import { type Checked, check, unlooked } from './doctor-check.ts'
import { fetchNeonUrls } from './neon-urls.ts'
import { decodeSecretData, fetchSecret } from './release-secret.ts'

type Sources = { cluster: Cluster | undefined; namespace: string; files: Files }

/** The values themselves stay here; only where they come from is told. */
export const checkSecrets = (
  config: Config,
  { cluster, namespace, files }: Sources,
  world: World,
): Promise<Checked<Record<string, string>>> =>
  check(
    'secrets',
    'WOULD_PROMPT',
    async (signal) => {
      const existing = cluster && (await fetchReadable(cluster, config.name, namespace, signal))
      const { env, secrets, terminal } = world
      const urls = await fetchNeonUrls({ config, namespace, world: { ...world, signal } })
      const { values, sources } = await collectSecrets(config, files, decodeSecretData(existing), urls, {
        env,
        secrets,
        signal,
        terminal: { ...terminal, canAsk: false },
      })
      const told = Object.entries(sources).map(([name, source]) => `${name} (${source})`)
      return { value: values, detail: told.join(', ') || 'none are declared' }
    },
    world,
  )

/** That this user may not read it is told among the rights; the values may be elsewhere. */
async function fetchReadable(...place: Parameters<typeof fetchSecret>) {
  return unlessForbidden(fetchSecret(...place), undefined)
}

const steps: DatabaseStep['step'][] = ['parse', 'dns', 'tcp', 'tls', 'login', 'query']

/** A line for each step on the way to the database, from this machine. */
export async function checkDatabaseSteps(
  config: Config,
  values: Record<string, string> | undefined,
  world: World,
): Promise<DoctorCheck[]> {
  const name = config.database?.secret
  if (name === undefined) return [unlooked('database', 'the config names none').check]
  const url = values?.[name]
  if (url === undefined) return [unlooked('database', `there is no value for ${name}`).check]
  const asked = await check(
    'database',
    'DATABASE_UNREACHABLE',
    (signal) => ask(url, name, signal, world),
    world,
    databaseBudgetMs + 5000,
  )
  return asked.value ? asked.value : [asked.check]
}

async function ask(url: string, name: string, signal: AbortSignal, world: World) {
  const found = await world.checkDatabase(url, { budgetMs: databaseBudgetMs, signal })
  return { value: readSteps(found, name), detail: found.host }
}

/** What came after the step that failed was never tried. */
export function readSteps(found: DatabaseCheck, secret: string): DoctorCheck[] {
  const taken = found.steps.map((step) => readStep(step, found, secret))
  const untried = steps.slice(taken.length)
  return [
    ...taken,
    ...untried.map(
      (step) => unlooked(`database ${step}`, `${found.steps.at(-1)?.step} comes before it`).check,
    ),
  ]
}

function readStep(
  { step, ok, detail, milliseconds }: DatabaseStep,
  found: DatabaseCheck,
  secret: string,
): DoctorCheck {
  const isLast = step === found.steps.at(-1)?.step
  const hint = isLast && found.hint ? { hint: found.hint } : {}
  const told = { id: `database ${step}`, milliseconds, ...hint }
  if (ok) return { ...told, holds: true, detail }
  const code: ErrorCode = 'DATABASE_UNREACHABLE'
  return { ...told, holds: false, code, detail: step === 'parse' ? `${secret}: ${detail}` : detail }
}
