import type { GlobalOptions } from '../commands/program.ts'
import type { UpFlags } from '../commands/up.ts'
import type { World } from '../ports.ts'
import type { UpReport } from '../report.ts'
import { buildAndDeliver } from './build-and-deliver.ts'
import { startDatabaseCheck } from './check-database.ts'
import { lintChart, planChange } from './plan-change.ts'
import { prepareRelease } from './prepare-release.ts'
import { releaseAndWatch } from './release-and-watch.ts'
import { fetchVerified } from './release-journal.ts'
import { describeChecks } from './rollout-outcome.ts'
import { sandboxSecrets } from './sandbox-secrets.ts'
import { failedReport, printReport } from './up-report.ts'
import { beginUp, type UpRun } from './up-run.ts'
import { isHealthy, verifyRelease } from './verify-release.ts'

/** From a folder to a running, verified release. Answers the exit code; the report goes to stdout, the story to stderr. */
export async function up(flags: UpFlags & GlobalOptions, world: World): Promise<number> {
  const run = await beginUp(flags, world)
  try {
    await releaseAndVerify(run)
  } catch (error) {
    failedReport(run, error)
  } finally {
    run.story.end()
  }
  printReport(run)
  return run.report.code
}

async function releaseAndVerify(run: UpRun): Promise<void> {
  const { story, world, report, flags } = run
  const given = await sandboxSecrets(run)
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
  await verifyRelease(run, prepared, state, checked)
}

function reportDryRun(report: UpReport): void {
  report.status = 'planned'
  report.next = ['k8sdeploy up']
}
