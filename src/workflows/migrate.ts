import { migrationJob, migrationName } from '../chart/migration-job.ts'
import { readManifests } from '../chart/read-manifests.ts'
import { DeployError } from '../errors.ts'
import type { KubeObject } from '../rollout/kube.ts'
import { readMigration } from '../rollout/read-migration.ts'
import { explainMigration, patienceWith } from './explain-migration.ts'
import type { ChangePlan } from './plan-change.ts'
import type { Prepared } from './prepare-release.ts'
import { stagedName } from './staged-secret.ts'
import type { PhaseResult } from './story-teller.ts'
import type { UpRun } from './up-run.ts'

const pollMs = 500

/** Runs the project's migrations once, in the cluster, before anything of the release changes. Their failure stops it. */
export async function migrate(run: UpRun, prepared: Prepared, plan: ChangePlan): Promise<void> {
  const { config, story } = run
  const command = config.backend.migrate
  if (!command?.length || plan.isNoop) return
  if (!isMigrating(run, plan)) return story.skip('migrate', 'left out by --skip')
  await story.phase('migrate', async () => {
    const job = await startJob(run, prepared, plan, command)
    const seconds = await awaitJob(run, job)
    await removeJob(run)
    return {
      value: undefined,
      summary: `${command.join(' ')} · ${seconds.toFixed(1)} s`,
    } satisfies PhaseResult<void>
  })
}

export const isMigrating = ({ config, flags }: UpRun, plan: ChangePlan): boolean =>
  Boolean(config.backend.migrate?.length) && !plan.isNoop && !flags.skip?.includes('migrate')

async function startJob(
  run: UpRun,
  { secret }: Prepared,
  plan: ChangePlan,
  command: string[],
): Promise<KubeObject> {
  const { config, namespace, cluster, world, story } = run
  const job = migrationJob(readManifests(plan.rendered), {
    release: config.name,
    namespace,
    command,
    secret: { name: stagedName(config.name), insteadOf: secret.name },
  })
  if (!job)
    throw new DeployError(
      'CONFIG_INVALID',
      `the chart renders no Deployment ${config.name}-backend to take the migrations' image from`,
      {
        hint: 'take backend.migrate out of k8sdeploy.yaml, or bring the Deployment back',
      },
    )
  await removeJob(run)
  story.progress('migrate', `${command.join(' ')} with the values of ${secret.name}`)
  return cluster.apply(job, { signal: world.signal, force: true })
}

/** Seconds that it took, or the error with the tool's own words. */
async function awaitJob(run: UpRun, job: KubeObject): Promise<number> {
  const { world, cluster, namespace, story } = run
  const ref = { apiVersion: 'batch/v1', kind: 'Job', namespace, name: job.metadata?.name ?? '' }
  const started = world.clock.monotonic()
  const seconds = () => (world.clock.monotonic() - started) / 1000
  let stuckSince: number | undefined
  for (;;) {
    const [found, pods] = await Promise.all([
      cluster.get(ref, world.signal),
      cluster.list('Pod', namespace, { labelSelector: `job-name=${ref.name}`, signal: world.signal }),
    ])
    const progress = readMigration(found, pods)
    if (progress.state === 'succeeded') return seconds()
    if (progress.state === 'failed') throw await explainMigration(run, progress)
    if (progress.state === 'running') stuckSince = undefined
    else {
      stuckSince ??= world.clock.monotonic()
      story.progress('migrate', progress.why)
      if (world.clock.monotonic() - stuckSince >= patienceWith(progress.why))
        throw await explainMigration(run, progress)
    }
    await world.clock.sleep(pollMs, world.signal)
  }
}

/** A failed one stays to be looked at. */
async function removeJob({ config, namespace, cluster, world }: UpRun): Promise<void> {
  const name = migrationName(config.name)
  const job = await cluster.remove(
    { apiVersion: 'batch/v1', kind: 'Job', namespace, name },
    { propagation: 'Foreground', signal: world.signal },
  )
  const ref = { apiVersion: 'batch/v1', kind: 'Job', namespace, name }
  while (job && (await cluster.get(ref, world.signal))) await world.clock.sleep(pollMs / 5, world.signal)
}
