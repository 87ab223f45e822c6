import type { DatabaseCheck } from '../ports.ts'
import type { UpReport } from '../report.ts'
import type { RolloutState } from '../rollout/state.ts'
import { brokenRules, type Inspection, inspectRelease } from './inspect-release.ts'
import type { Prepared } from './prepare-release.ts'
import { recordVerified } from './release-journal.ts'
import { requireRules } from './rollout-outcome.ts'
import type { UpRun } from './up-run.ts'

/** Nothing to do is only true when what runs also holds every rule. */
export async function isHealthy(
  run: UpRun,
  prepared: Prepared,
  database: DatabaseCheck | undefined,
): Promise<boolean> {
  const inspection = await inspect(run, prepared, database, 2000)
  if (brokenRules(inspection.entities).length > 0 || inspection.verdicts.length > 0) return false
  settle(run.report, inspection, 'unchanged')
  return true
}

export async function verifyRelease(
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
