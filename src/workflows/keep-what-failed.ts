import type { RolloutState } from '../rollout/state.ts'
import { concealIfSeen } from './conceal-secrets.ts'
import { keepEvidence } from './keep-evidence.ts'
import type { ReleaseRun } from './release-run.ts'

/** Once per run. What can't be kept is said, and never stands in the way of the verdict. */
export async function keepWhatFailed(run: ReleaseRun, state?: RolloutState): Promise<void> {
  const { config, namespace, cluster, files, world, story, report } = run
  if (report.kept) return
  const needs = { cluster, files, secrets: world.secrets, clock: world.clock, signal: world.signal }
  const failure = { release: config.name, namespace, verdict: report.verdict, error: report.error, state }
  try {
    await concealIfSeen(cluster, namespace, world.secrets, world.signal)
    report.kept = await keepEvidence(needs, failure)
  } catch (error) {
    story.note(`the evidence could not be kept: ${String(error)}`, 'warn')
  }
}
