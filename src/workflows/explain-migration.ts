import { migrationName } from '../chart/migration-job.ts'
import { DeployError } from '../errors.ts'
import type { Verdict } from '../report.ts'
import type { MigrationProgress } from '../rollout/read-migration.ts'
import { findCauseLine } from '../rollout/verdicts/cause-line.ts'
import type { UpRun } from './up-run.ts'

type Unfortunate = Extract<MigrationProgress, { state: 'failed' | 'stuck' }>

const logLines = 60
const shownLines = 12

/** The tool's own words, as verdict and as error. */
export async function explainMigration(run: UpRun, progress: Unfortunate): Promise<DeployError> {
  const { config, namespace, world, report } = run
  const name = migrationName(config.name)
  const evidence = await fetchLog(run, progress.pod)
  const message =
    progress.state === 'stuck'
      ? `the migrations cannot start: ${progress.why}`
      : `the migrations failed: ${findCauseLine(evidence) ?? progress.why}`
  const at = new Date(world.clock.now()).toISOString()
  report.verdict = verdictOf(progress, name, message, evidence, at)
  return new DeployError('ROLLOUT_FAILED', message, {
    evidence: evidence.slice(-shownLines),
    state: 'nothing of the release was changed: what ran before goes on',
    next: [`kubectl logs job/${name} -n ${namespace}`, 'k8sdeploy up'],
  })
}

async function fetchLog(
  { namespace, world, cluster, story }: UpRun,
  pod: string | undefined,
): Promise<string[]> {
  if (!pod) return []
  const lines = await cluster
    .logs({ namespace, pod, container: 'migrate', tailLines: logLines, signal: world.signal })
    .catch((error: unknown) => {
      story.note(`the log of the migrations could not be read: ${String(error)}`, 'warn')
      return []
    })
  return lines.map((line) => world.secrets.mask(line)).filter((line) => line.trim() !== '')
}

const verdictOf = (
  { state }: Unfortunate,
  name: string,
  message: string,
  evidence: string[],
  at: string,
): Verdict => ({
  class: 'job-failed',
  object: { kind: 'Job', name, container: 'migrate', component: 'backend' },
  field: state === 'stuck' ? 'status.containerStatuses[0].state.waiting' : 'status.conditions',
  message,
  hint: 'correct the migration, then: k8sdeploy up',
  firstSeen: at,
  lastSeen: at,
  count: 1,
  whyNotTransient:
    state === 'stuck'
      ? 'the same for 30 s'
      : 'the Job does not try again by itself: a half-done migration has to be looked at',
  effects: [],
  evidence: evidence.slice(-shownLines),
})
