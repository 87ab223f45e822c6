import type { RolloutPicture } from '../rollout/state.ts'
import { applySecret, ensureNamespace, helmUpgrade } from './apply-release.ts'
import { checkInside, isAskingInside } from './check-inside.ts'
import { findDatabasePlaces } from './find-database-places.ts'
import { isMigrating, migrate } from './migrate.ts'
import { hasWork, type ReleasePlan } from './plan-release.ts'
import type { Prepared } from './prepare-release.ts'
import { removeStaged, stageSecret } from './staged-secret.ts'
import { takeUpTurn } from './take-up-turn.ts'
import type { UpRun } from './up-run.ts'
import { watchRelease } from './watch-release.ts'

/** From here on the cluster changes. */
export async function releaseAndWatch(
  run: UpRun,
  prepared: Prepared,
  plan: ReleasePlan,
): Promise<RolloutPicture> {
  const { story } = run
  await ensureNamespace(run, prepared)
  await takeUpTurn(run, prepared)
  run.turn?.require()
  run.before = { releases: prepared.releases, secret: prepared.secret.former }
  await prove(run, prepared, plan)
  await story.phase('secret', () => applySecret(run, prepared))
  return watchRelease(run, {
    rendered: plan.rendered,
    databasePlaces: findDatabasePlaces(Object.values(prepared.secrets.values)),
    hasVisitors: prepared.releases.length > 0,
    apply: (signal) => release(run, prepared, plan, signal),
  })
}

/** What the database thinks of the new values, while everything that runs still reads the former. */
async function prove(run: UpRun, prepared: Prepared, plan: ReleasePlan): Promise<void> {
  const [asks, migrates] = [isAskingInside(run, prepared, plan), isMigrating(run, plan)]
  if (asks || migrates) await stageSecret(run, prepared, migrates)
  try {
    if (asks) await checkInside(run, prepared, plan)
    await migrate(run, prepared, plan)
  } finally {
    if (asks || migrates) await removeStaged(run)
  }
}

async function release(
  run: UpRun,
  prepared: Prepared,
  plan: ReleasePlan,
  signal: AbortSignal,
): Promise<number> {
  if (hasWork(plan))
    return run.story.phase('release', () => helmUpgrade(run, prepared, plan.forcesConflicts, signal))
  run.story.skip('release', 'nothing to change; watching what runs')
  return prepared.releases[0]!.revision
}
