import { migrationJob, migrationName } from '../chart/migration-job.ts'
import { type Manifest, readManifests } from '../chart/read-manifests.ts'
import { DeployError } from '../errors.ts'
import type { Component } from '../rollout/scope.ts'
import { awaitMigration } from './await-migration.ts'
import { findDatabasePlaces } from './find-database-places.ts'
import type { ChangePlan } from './plan-change.ts'
import type { Prepared } from './prepare-release.ts'
import { stagedName } from './staged-secret.ts'
import type { PhaseResult } from './story-teller.ts'
import type { UpRun } from './up-run.ts'
import { watchJob } from './watch-job.ts'

const pollMs = 500

/** Runs the project's migrations once, in the cluster, before anything of the release changes. Their failure stops it. */
export async function migrate(run: UpRun, prepared: Prepared, plan: ChangePlan): Promise<void> {
  const { config, story } = run
  const command = config.backend.migrate
  if (!command?.length || plan.isNoop) return
  if (!isMigrating(run, plan)) return story.skip('migrate', 'left out by --skip')
  await story.phase('migrate', async () => {
    const job = jobOf(run, prepared, plan, command)
    await removeJob(run)
    story.progress('migrate', `${command.join(' ')} with the values of ${prepared.secret.name}`)
    const seconds = await runJob(run, prepared, job)
    await removeJob(run)
    return {
      value: undefined,
      summary: `${command.join(' ')} · ${seconds.toFixed(1)} s`,
    } satisfies PhaseResult<void>
  })
}

export const isMigrating = ({ config, flags }: UpRun, plan: ChangePlan): boolean =>
  Boolean(config.backend.migrate?.length) && !plan.isNoop && !flags.skip?.includes('migrate')

function jobOf(
  { config, namespace }: UpRun,
  { secret }: Prepared,
  plan: ChangePlan,
  command: string[],
): Manifest {
  const job = migrationJob(readManifests(plan.rendered), {
    release: config.name,
    namespace,
    command,
    secret: { name: stagedName(config.name), insteadOf: secret.name },
  })
  if (job) return job
  throw new DeployError(
    'CONFIG_INVALID',
    `the chart renders no Deployment ${config.name}-backend to take the migrations' image from`,
    {
      hint: 'take backend.migrate out of k8sdeploy.yaml, or bring the Deployment back',
    },
  )
}

/** It is the backend's own pod: what keeps that from starting keeps this. */
const standIn = ({ config }: UpRun, { secrets }: Prepared): Component => ({
  role: 'backend',
  deployment: migrationName(config.name),
  service: '',
  secret: stagedName(config.name),
  database: findDatabasePlaces(Object.values(secrets.values)),
})

async function runJob(run: UpRun, prepared: Prepared, job: Manifest): Promise<number> {
  const { cluster, world } = run
  const watched = await watchJob(run, {
    component: standIn(run, prepared),
    title: 'the migration',
    make: () => cluster.apply(job, { signal: world.signal, force: true }),
  })
  try {
    return await awaitMigration(run, watched)
  } finally {
    watched.stop()
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
