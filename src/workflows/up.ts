import type { GlobalOptions } from '../commands/program.ts'
import type { UpFlags } from '../commands/up.ts'
import type { Config } from '../config/config.ts'
import type { Cluster, DatabaseCheck, Files, World } from '../ports.ts'
import type { UpReport } from '../report.ts'
import type { RolloutState } from '../rollout/state.ts'
import { applySecret, checkDatabase, fetchGenerations, helmUpgrade } from './apply-release.ts'
import { chooseCluster, namespaceOf } from './choose-cluster.ts'
import { brokenRules, type Inspection, inspectRelease } from './inspect-release.ts'
import { keepEvidence } from './keep-evidence.ts'
import { loadConfig } from './load-config.ts'
import { type ChangePlan, lintChart, planChange } from './plan-change.ts'
import { buildImages, deliverImages } from './plan-images.ts'
import { type Prepared, prepareRelease } from './prepare-release.ts'
import { fetchVerified, recordVerified } from './release-journal.ts'
import { describeChecks, requireComplete, requireRules, rolloutTarget } from './rollout-outcome.ts'
import { chooseReporter, type StoryTeller, storyTeller } from './story-teller.ts'
import { type RolloutTracker, trackRollout } from './track-rollout.ts'
import { emptyReport, failedReport, printReport } from './up-report.ts'

export type UpRun = {
  flags: UpFlags & GlobalOptions
  world: World
  config: Config
  configText: string
  files: Files
  cluster: Cluster
  namespace: string
  story: StoryTeller
  report: UpReport
}

/** From a folder to a running, verified release. Answers the exit code; the report goes to stdout, the story to stderr. */
export async function up(flags: UpFlags & GlobalOptions, world: World): Promise<number> {
  const files = world.files(flags.cwd ?? world.cwd)
  const { config, text } = await loadConfig(files)
  const cluster = await chooseCluster(flags, config, world, 'change')
  const namespace = namespaceOf(flags, config)
  const report = emptyReport({ name: config.name, namespace, context: cluster.context.name })
  const story = storyTeller(world.clock, chooseReporter(world.terminal, flags.output, flags.quiet === true))
  const run: UpRun = { flags, world, config, configText: text, files, cluster, namespace, story, report }
  story.begin('up', report.release)
  try {
    await releaseAndVerify(run)
  } catch (error) {
    failedReport(run, error)
  } finally {
    story.end()
  }
  printReport(run)
  return report.code
}

async function releaseAndVerify(run: UpRun): Promise<void> {
  const { story, world, report, flags } = run
  const given = await givenSecrets(run)
  const prepared = await story.phase('checks', async () => {
    const value = await prepareRelease({ ...run, given }, world)
    return { value, summary: describeChecks(value) }
  })
  const database = startDatabaseCheck(run, prepared)
  const rendered = await story.phase('lint', async () => ({
    value: await lintChart(run.config, run.namespace, prepared, world),
    summary: 'helm lint --strict and the static rules find nothing',
  }))
  const plan = await story.phase('diff', async () => {
    const value = planChange(rendered, prepared)
    return { value, summary: value.summary, status: value.isNoop ? 'unchanged' : 'done' }
  })
  report.changes = plan.changes
  report.release.revision = prepared.releases[0]?.revision
  report.release.previousVerified = (
    await fetchVerified(run.cluster, run.config.name, run.namespace, world.signal)
  )?.revision
  if (plan.isNoop && (await isHealthy(run, prepared, await database()))) return
  const checked = await database()
  if (flags.dryRun) return reportDryRun(report)
  await buildAndDeliver(run, prepared)
  const state = await releaseAndWatch(run, prepared, plan)
  report.outages = Object.fromEntries(state.components.map(({ service, outageMs }) => [service, outageMs]))
  await verify(run, prepared, state, checked)
}

/** Nothing to do is only true when what runs also holds every rule. */
async function isHealthy(
  run: UpRun,
  prepared: Prepared,
  database: DatabaseCheck | undefined,
): Promise<boolean> {
  const inspection = await inspect(run, prepared, database, 2000)
  if (brokenRules(inspection.entities).length > 0 || inspection.verdicts.length > 0) return false
  settle(run.report, inspection, 'unchanged')
  return true
}

async function buildAndDeliver(run: UpRun, { images, delivery }: Prepared): Promise<void> {
  const { story, flags, world } = run
  const skip = flags.skip ?? []
  if (skip.includes('images')) story.skip('images', 'left out by --skip')
  else {
    await story.phase('images', async () => {
      const summary = await buildImages(images, delivery, flags.rebuild === true, world, (line, component) =>
        story.progress('images', line, component),
      )
      return { value: undefined, summary, status: summary === 'unchanged' ? 'unchanged' : 'done' }
    })
  }
  if (skip.includes('deliver')) return story.skip('deliver', 'left out by --skip')
  await story.phase('deliver', async () => {
    const summary = await deliverImages(images, delivery, world.signal, (line, component) =>
      story.progress('deliver', line, component),
    )
    return { value: undefined, summary, status: summary === 'already there' ? 'unchanged' : 'done' }
  })
}

/** Watching starts before anything changes, so that the baseline is known and nothing is missed. */
async function releaseAndWatch(run: UpRun, prepared: Prepared, plan: ChangePlan): Promise<RolloutState> {
  const { story, cluster, world, report } = run
  await story.phase('secret', () => applySecret(run, prepared))
  const tracker = trackRollout(rolloutTarget(run, prepared), {
    cluster,
    clock: world.clock,
    secrets: world.secrets,
    story,
  })
  const cancel = () =>
    tracker.feed({
      type: 'cancelled',
      at: tracker.now(),
      by: world.signal.reason === 'SIGINT' ? 'SIGINT' : 'SIGTERM',
    })
  try {
    await Promise.race([tracker.baseline, tracker.settled])
    report.release.revision = await release(run, prepared, plan)
    world.signal.addEventListener('abort', cancel)
    if (world.signal.aborted) cancel()
    return await story.phase('rollout', () => watch(run, tracker))
  } finally {
    world.signal.removeEventListener('abort', cancel)
    tracker.stop()
  }
}

async function release(run: UpRun, prepared: Prepared, plan: ChangePlan): Promise<number> {
  if (!plan.isNoop) return run.story.phase('release', () => helmUpgrade(run, prepared))
  run.story.skip('release', 'nothing to change; watching what runs')
  return prepared.releases[0]!.revision
}

async function watch(run: UpRun, tracker: RolloutTracker) {
  const { report } = run
  const generations = await fetchGenerations(run)
  tracker.feed({ type: 'released', at: tracker.now(), revision: report.release.revision!, generations })
  const state = await tracker.settled
  report.verdict = state.verdict
  if (state.phase === 'failed' || state.phase === 'timed-out') report.kept = await keep(run, state)
  return {
    value: requireComplete(state),
    summary: state.components
      .map(({ role, ready, desired }) => `${role} ${ready} of ${desired} ready`)
      .join(' · '),
  }
}

/** What can't be kept is said, and never stands in the way of the verdict. */
const keep = (
  { config, namespace, cluster, files, world, story }: UpRun,
  state: RolloutState,
): Promise<string | undefined> =>
  keepEvidence(
    { cluster, files, secrets: world.secrets, clock: world.clock, signal: world.signal },
    { release: config.name, namespace, verdict: state.verdict, state },
  ).catch((error: unknown) => {
    story.note(`the evidence could not be kept: ${String(error)}`, 'warn')
    return undefined
  })

async function verify(
  run: UpRun,
  prepared: Prepared,
  state: RolloutState,
  database: DatabaseCheck | undefined,
): Promise<void> {
  const { flags, story, report, world } = run
  if (flags.until !== 'verified' || flags.skip?.includes('verify')) {
    story.skip('verify', 'left out by request')
    report.status = 'available'
    return
  }
  await story.phase('verify', async () => {
    const releases = await world.releases(run.cluster, run.namespace, run.config.name)
    const inspection = await inspect(run, { ...prepared, releases }, database, 10_000)
    settle(report, inspection, 'verified')
    return {
      value: requireRules(inspection, state),
      summary: `${inspection.entities.length} entities looked at`,
    }
  })
  const verified = { revision: report.release.revision!, at: new Date(world.clock.now()).toISOString() }
  await recordVerified(run.cluster, run.config.name, run.namespace, verified, world.signal)
}

function inspect(
  run: UpRun,
  { releases, secret }: Prepared,
  database: DatabaseCheck | undefined,
  urlBudgetMs: number,
) {
  const { config, configText, cluster, namespace, flags, world } = run
  const facts = {
    releases,
    database,
    chartProblems: [],
    secretChecksum: secret.checksum,
    environment: flags.env,
  }
  return inspectRelease({ config, configText, cluster, namespace, urlBudgetMs, ...facts }, world)
}

function settle(report: UpReport, { entities, urls }: Inspection, status: 'verified' | 'unchanged'): void {
  Object.assign(report, { entities, urls, status })
}

function reportDryRun(report: UpReport): void {
  report.status = 'planned'
  report.next = ['k8sdeploy up']
}

/** The database is asked while the chart is linted: its answer is awaited before anything changes. */
function startDatabaseCheck(run: UpRun, prepared: Prepared): () => Promise<DatabaseCheck | undefined> {
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

async function givenSecrets({ flags, config, world }: UpRun): Promise<Record<string, string>> {
  if (!flags.sandbox || !flags.demoDatabase || !config.database) return {}
  const { databaseUrl } = await world.sandbox.status()
  return databaseUrl ? { [config.database.secret]: databaseUrl } : {}
}
