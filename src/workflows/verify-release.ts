import type { DatabaseCheck, ReleaseRecord } from '../ports.ts'
import type { RolloutPicture } from '../rollout/state.ts'
import type { ComponentChecksums } from './component-checksums.ts'
import { brokenRules, type Inspection, inspectRelease } from './inspect-release.ts'
import type { ReleaseRun } from './release-run.ts'
import { requireRules } from './rollout-outcome.ts'
import { asLostSight } from './tell-sight.ts'

/** What is known of the release besides what can be seen of it. */
export type KnownFacts = {
  secretChecksum?: string
  secretChecksums?: ComponentChecksums
  database?: DatabaseCheck
  /** Left out when the chart was not linted. */
  chartProblems?: string[]
}

/** Nothing to do is only true when what runs also holds every rule. */
export async function isHealthy(
  run: ReleaseRun,
  releases: ReleaseRecord[],
  known: KnownFacts,
): Promise<boolean> {
  const inspection = await inspect(run, releases, known, 2000)
  if (brokenRules(inspection.entities).length > 0 || inspection.verdicts.length > 0) return false
  settle(run.report, inspection, 'unchanged')
  return true
}

export async function verifyRelease(
  run: ReleaseRun,
  state: RolloutPicture,
  known: KnownFacts,
): Promise<void> {
  const { story, report, world } = run
  if (!wantsProof(run)) {
    story.skip('verify', 'left out by request')
    report.status = 'available'
    return
  }
  const hidden = hiddenProof(state)
  await story.phase('verify', async () => {
    const look = async () =>
      inspect(run, await world.releases(run.cluster, run.namespace, run.config.name), known, 10_000)
    const inspection = await look().catch(asLostSight(state))
    settle(report, inspection, hidden ? 'available' : 'verified')
    return {
      value: requireRules(inspection, state),
      summary: `${inspection.entities.length} entities checked`,
    }
  })
  if (hidden) return story.note(`not verified: objects of kind ${hidden} can't be seen`, 'warn')
  const at = new Date(world.clock.now()).toISOString()
  await run.turn?.recordVerified({ revision: report.release.revision!, at })
}

/** A kind without which the Deployment's word is all there is. */
const hiddenProof = ({ unseen }: RolloutPicture): string | undefined =>
  unseen.find(({ kind }) => ['ReplicaSet', 'Pod', 'EndpointSlice'].includes(kind))?.kind

/** Whether everything was asked for that makes a revision a verified one. */
export const wantsProof = ({ flags }: ReleaseRun): boolean =>
  flags.until === 'verified' && !flags.skip?.includes('verify')

function inspect(run: ReleaseRun, releases: ReleaseRecord[], known: KnownFacts, urlBudgetMs: number) {
  const { config, configText, cluster, namespace, flags, world } = run
  const facts = { ...known, releases, environment: flags.env }
  return inspectRelease({ config, configText, cluster, namespace, urlBudgetMs, ...facts }, world)
}

function settle(
  report: ReleaseRun['report'],
  { entities, urls }: Inspection,
  status: 'verified' | 'available' | 'unchanged',
): void {
  Object.assign(report, { entities, urls, status })
}
