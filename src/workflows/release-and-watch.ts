import type { RolloutState } from '../rollout/state.ts'
import { applySecret, fetchGenerations, helmUpgrade } from './apply-release.ts'
import { keepEvidence } from './keep-evidence.ts'
import type { ChangePlan } from './plan-change.ts'
import type { Prepared } from './prepare-release.ts'
import { requireComplete, rolloutTarget } from './rollout-outcome.ts'
import { type RolloutTracker, trackRollout } from './track-rollout.ts'
import type { UpRun } from './up-run.ts'
import { watchRequests } from './watch-requests.ts'

/** Watching starts before anything changes, so that the baseline is known and nothing is missed. */
export async function releaseAndWatch(
  run: UpRun,
  prepared: Prepared,
  plan: ChangePlan,
): Promise<RolloutState> {
  const { story, cluster, world, report, flags } = run
  await story.phase('secret', () => applySecret(run, prepared))
  const tracker = trackRollout(rolloutTarget(run, prepared), {
    cluster,
    clock: world.clock,
    secrets: world.secrets,
    story,
  })
  const hasVisitors = prepared.releases.length > 0 && !flags.skip?.includes('requests')
  const stopAsking = hasVisitors ? watchRequests(run) : undefined
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
    report.requests = await stopAsking?.()
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
  report.outages = Object.fromEntries(state.components.map(({ service, outageMs }) => [service, outageMs]))
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
