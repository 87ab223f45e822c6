import type { GlobalOptions } from '../commands/program.ts'
import type { UpFlags } from '../commands/up.ts'
import type { World } from '../ports.ts'
import type { UpReport } from '../report.ts'
import { buildAndDeliver } from './build-and-deliver.ts'
import { startDatabaseCheck } from './check-database.ts'
import { removeAsking } from './check-inside.ts'
import { checkReach } from './check-reach.ts'
import { componentChecksums } from './component-checksums.ts'
import { deployedManifests } from './deployed-manifests.ts'
import { fetchLive } from './fetch-live.ts'
import { giveSecrets } from './give-secrets.ts'
import { lintChart } from './plan-change.ts'
import { hasWork, planRelease } from './plan-release.ts'
import { type Prepared, prepareRelease } from './prepare-release.ts'
import { recover } from './recover.ts'
import { releaseAndWatch } from './release-and-watch.ts'
import { awaitHelm, isHalfWay, repairRelease, requireConsent } from './repair-release.ts'
import { describeChecks } from './rollout-outcome.ts'
import { removeStaged } from './staged-secret.ts'
import { requireFree } from './take-turn.ts'
import { placeOf, takeUpTurn } from './take-up-turn.ts'
import { tellDrift } from './tell-drift.ts'
import { tellSecrets } from './tell-secrets.ts'
import { tellStopping } from './tell-stopping.ts'
import { readHolder } from './turn-holder.ts'
import { failedReport, printReport } from './up-report.ts'
import { beginUp, type UpRun } from './up-run.ts'
import { isHealthy, verifyRelease, wantsProof } from './verify-release.ts'

/** From a folder to a running, verified release. Answers the exit code; the report goes to stdout, the story to stderr. */
export async function up(flags: UpFlags & GlobalOptions, world: World): Promise<number> {
  const run = await beginUp(flags, world)
  tellStopping(run)
  try {
    await releaseAndVerify(run)
  } catch (error) {
    failedReport(run, error)
    await recover(run)
  } finally {
    await run.turn?.leave()
    run.story.end()
  }
  printReport(run)
  return run.report.code
}

async function releaseAndVerify(run: UpRun): Promise<void> {
  const { story, world, report, flags } = run
  const prepared = await check(run)
  const database = startDatabaseCheck(run, prepared)
  const live = fetchLive(run.cluster, run.namespace, deployedManifests(prepared.releases), world.signal)
  // it is told where it is awaited
  live.catch(() => undefined)
  const rendered = await story.phase('lint', async () => ({
    value: await lintChart(run, prepared, world),
    summary: 'helm lint --strict and the static rules pass',
  }))
  const plan = await story.phase('diff', async () => {
    const value = planRelease(rendered, prepared, await live)
    return { value, summary: value.summary, status: hasWork(value) ? 'done' : 'unchanged' }
  })
  report.changes = plan.changes
  tellDrift(run, plan.drift, await live)
  const known = {
    secretChecksum: prepared.secret.checksum,
    secretChecksums: componentChecksums(run.config, prepared.secret.object, world.secrets),
    database: await database(),
    chartProblems: [],
  }
  const mayBeDone = !hasWork(plan) && (isVerified(prepared) || !wantsProof(run))
  if (mayBeDone && (await isHealthy(run, prepared.releases, known))) return tidyTurn(run, prepared)
  if (!flags.skip?.includes('deliver')) await checkReach(rendered, prepared, run.cluster, world.signal)
  if (flags.dryRun) return reportDryRun(report)
  if (!prepared.createsNamespace) await takeUpTurn(run, prepared)
  if (isHalfWay(prepared.releases[0]))
    await story.phase('repair', () => repairRelease(run, prepared.releases[0]!))
  await buildAndDeliver(run, prepared)
  const state = await releaseAndWatch(run, prepared, plan)
  await verifyRelease(run, state, known)
}

/** Everything that could stop the release: what is there, who else is at work, what a killed run has left. */
async function check(run: UpRun): Promise<Prepared> {
  const { story, world, report, flags } = run
  const given = await giveSecrets(run)
  const prepared = await story.phase('checks', async () => {
    const value = await prepareRelease({ ...run, given }, world)
    if (!flags.dryRun) requireFree(value.journal, placeOf(run), world)
    if (!flags.dryRun) value.releases = await awaitHelm(run, value.releases)
    return { value, summary: describeChecks(value) }
  })
  tellSecrets(run, prepared)
  const [current] = prepared.releases
  report.release.revision = current?.revision
  report.release.previousVerified = prepared.journal.verified.at(-1)?.revision
  if (isHalfWay(current) && !flags.dryRun) await requireConsent(run, current, prepared.journal)
  return prepared
}

/** A run that was killed at its very end has left nothing but its name. */
async function tidyTurn(run: UpRun, { journal }: Prepared): Promise<void> {
  if (!readHolder(journal.lease) || run.flags.dryRun) return
  await takeUpTurn(run, { journal })
  await Promise.all([removeStaged(run), removeAsking(run)])
}

/** A run that was stopped after helm may have left a revision that nobody has looked at. */
const isVerified = ({ journal, releases }: Prepared): boolean =>
  journal.isForbidden === true || journal.verified.some(({ revision }) => revision === releases[0]?.revision)

function reportDryRun(report: UpReport): void {
  report.status = 'planned'
  report.next = ['k8sdeploy up']
}
