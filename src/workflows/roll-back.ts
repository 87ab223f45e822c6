import { readManifests } from '../chart/read-manifests.ts'
import type { ReleaseRecord } from '../ports.ts'
import type { RollbackReport } from '../report.ts'
import { componentChecksums } from './component-checksums.ts'
import { fetchLive, nothingSeen } from './fetch-live.ts'
import { findOwnedDrift, knowsConflicts, mayForce, type OwnedDrift } from './owned-drift.ts'
import type { ReleaseRun } from './release-run.ts'
import { fetchSecret, type SecretObject } from './release-secret.ts'
import { afterOtherHelm } from './repair-release.ts'
import type { RollbackTarget } from './rollback-target.ts'
import type { PhaseResult } from './story-teller.ts'
import { tellDrift } from './tell-drift.ts'
import { verifyRelease } from './verify-release.ts'
import { watchRelease } from './watch-release.ts'

export type RollbackRun = ReleaseRun & { report: RollbackReport }

/** Makes an old revision run again, watched and verified like a deploy. */
export async function rollBack(
  run: RollbackRun,
  target: RollbackTarget,
  formerSecret?: SecretObject,
): Promise<void> {
  const { story, world, cluster, config, namespace, report } = run
  const { record, verifiedAt } = target
  report.to = { revision: record.revision, verifiedAt }
  if (formerSecret) await story.phase('secret', () => restoreSecret(run, formerSecret))
  const secret = await fetchSecret(cluster, config.name, namespace, world.signal)
  const secretChecksum = secret && world.secrets.checksumOf(secret)
  report.notUndone = notUndone(run, record.config['secretChecksum'], secretChecksum)
  const state = await watchRelease(run, {
    rendered: record.manifest,
    hasVisitors: true,
    apply: () => story.phase('rollback', () => helmRollback(run, record)),
  })
  const secretChecksums = componentChecksums(config, secret, world.secrets)
  await verifyRelease(run, state, { secretChecksum, secretChecksums })
}

export const emptyRollback = (release: RollbackReport['release']): RollbackReport => ({
  schema: 'k8sdeploy/rollback/1',
  status: 'failed',
  code: 0,
  release,
  phases: [],
  entities: [],
  transitions: [],
  urls: [],
  notUndone: [],
  next: [],
})

/** What the pods of a revision read is in the Secret, not in the revision. */
async function restoreSecret({ cluster, world }: RollbackRun, secret: SecretObject) {
  await cluster.apply(secret, { signal: world.signal, force: true })
  return { value: undefined, summary: `${secret.metadata?.name} holds its former values again` }
}

async function helmRollback(run: RollbackRun, record: ReleaseRecord): Promise<PhaseResult<number>> {
  const { world, cluster, config, namespace } = run
  const { revision } = record
  const { signal } = world
  const manifests = readManifests(record.manifest)
  const [live, helm] = await Promise.all([
    // a look that fails is no reason not to go back
    fetchLive(cluster, namespace, manifests, signal).catch(() => nothingSeen),
    world.helm.version(signal),
  ])
  const drift = findOwnedDrift(manifests, live).filter(isOfAHand)
  tellDrift(run, drift, live)
  const forcesConflicts = knowsConflicts(helm, record) && mayForce(manifests, live)
  const target = { release: config.name, namespace, revision, forcesConflicts }
  await afterOtherHelm(run, () => world.helm.rollback({ ...target, context: cluster.context, signal }))
  const [made] = await world.releases(cluster, namespace, config.name)
  return { value: made!.revision, summary: `helm revision ${made!.revision}, a copy of ${revision}` }
}

/** What differs by the change itself is nobody’s hand. */
const isOfAHand = ({ by, live, isSetBack }: OwnedDrift): boolean =>
  isSetBack && (by !== undefined || live === 0)

/** A checksum says that values differ without saying what they are. */
export function notUndone(
  { config }: Pick<ReleaseRun, 'config'>,
  then: unknown,
  now: string | undefined,
): string[] {
  const isOther = typeof then === 'string' && then !== '' && now !== undefined && then !== now
  return [
    ...(config.database ? ['the database is not rolled back: what migrations have changed remains'] : []),
    ...(isOther
      ? [
          'the Secret keeps the values it has now, other than those that revision ran with; if they are wrong, correct them at their source and run k8sdeploy up',
        ]
      : []),
  ]
}
