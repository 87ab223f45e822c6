import { withLog } from '../diagnose/log-evidence.ts'
import { isDeployError } from '../errors.ts'
import type { Verdict } from '../report.ts'
import { reportPods } from '../rollout/report-pods.ts'
import { scopes } from '../rollout/scope.ts'
import { pictureOf, type RolloutPicture } from '../rollout/state.ts'
import { summarizeCompletion } from '../rollout/summarize-completion.ts'
import { refusedRelease } from '../rollout/verdicts/refused-release.ts'
import { fetchDeployments, fetchWritten } from './apply-release.ts'
import { keepWhatFailed } from './keep-what-failed.ts'
import type { ReleaseRun } from './release-run.ts'
import { requireComplete, rolloutTarget } from './rollout-outcome.ts'
import { stopForHook } from './stop-for-hook.ts'
import { isLoss, requireSight } from './tell-sight.ts'
import { type RolloutTracker, trackRollout } from './track-rollout.ts'
import { watchRequests } from './watch-requests.ts'

export type WatchedRelease = {
  /** The manifests that are released. */
  rendered: string
  /** Where databases are whose URLs are secrets. */
  databasePlaces?: string[]
  /** People may be using what is replaced. */
  hasVisitors: boolean
  /** Does it, until the signal aborts; answers helm's new revision. */
  apply(signal: AbortSignal): Promise<number>
}

/** Watching starts before anything changes, so that the baseline is known and nothing is missed. */
export async function watchRelease(
  run: ReleaseRun,
  { rendered, databasePlaces, hasVisitors, apply }: WatchedRelease,
): Promise<RolloutPicture> {
  const { story, cluster, world, report, flags } = run
  const tracker = trackRollout(rolloutTarget(run, rendered, databasePlaces), {
    cluster,
    clock: world.clock,
    secrets: world.secrets,
    story,
  })
  const isAsked = hasVisitors && !flags.skip?.includes('requests')
  const stopAsking = isAsked ? watchRequests(run) : undefined
  const cancel = () =>
    tracker.feed({
      type: 'cancelled',
      at: tracker.now(),
      by: world.signal.reason === 'SIGINT' ? 'SIGINT' : 'SIGTERM',
    })
  try {
    const [before] = await Promise.all([
      fetchDeployments(run).catch(unlessUnreachable),
      Promise.race([tracker.baseline, tracker.settled]),
    ])
    requireSight(tracker.current())
    run.turn?.require()
    const needs = { tracker, clock: world.clock, signal: world.signal }
    report.release.revision = await stopForHook(needs, apply).catch((error: unknown) =>
      explain(error, run, tracker),
    )
    world.signal.addEventListener('abort', cancel)
    if (world.signal.aborted) cancel()
    return await story.phase('rollout', () => watch(run, tracker, before))
  } finally {
    world.signal.removeEventListener('abort', cancel)
    tracker.stop()
    report.requests = await stopAsking?.()
  }
}

/** helm could not even write the release; what it ran into has a class and an object all the same. */
async function explain(
  error: unknown,
  { report, world }: ReleaseRun,
  tracker: RolloutTracker,
): Promise<never> {
  const said = isDeployError(error) ? [error.message, ...(error.details.evidence ?? [])].join('\n') : ''
  const judge = () => {
    const { memory, target } = tracker.current()
    return refusedRelease(memory, said, tracker.now(), scopes(memory, target))
  }
  const patience = tracker.now() + lastWordsMs
  while (isWordless(judge()) && tracker.now() < patience && !world.signal.aborted)
    await world.clock.sleep(100, world.signal)
  report.verdict = withLog(tracker.current().memory, judge())
  throw error
}

/** helm may be back before the log of its failed hook was read. */
const lastWordsMs = 2_000
const isWordless = (verdict: Verdict | undefined): boolean =>
  verdict?.class === 'job-failed' && verdict.evidence === undefined

/** Whether the cluster is lost from sight the watch will tell; until then its quiet has to do. */
const unlessUnreachable = (error: unknown) => {
  if (!isLoss(error)) throw error
  return undefined
}

async function watch(
  run: ReleaseRun,
  tracker: RolloutTracker,
  before: Awaited<ReturnType<typeof fetchDeployments>> | undefined,
) {
  const { report } = run
  const written = await fetchWritten(run, before).catch(unlessUnreachable)
  tracker.feed({ type: 'released', at: tracker.now(), revision: report.release.revision!, ...written })
  const state = await tracker.settled
  report.verdict = withLog(state.memory, state.verdict)
  report.unseen = state.unseen.length > 0 ? state.unseen : undefined
  report.outages = Object.fromEntries(state.components.map(({ service, outageMs }) => [service, outageMs]))
  report.pods = reportPods(state.pods)
  if (state.phase === 'complete') for (const warning of state.warnings) run.story.note(warning, 'warn')
  if (state.phase === 'failed' || state.phase === 'timed-out') await keepWhatFailed(run, state)
  return { value: requireComplete(pictureOf(state)), summary: summarizeCompletion(state) }
}
