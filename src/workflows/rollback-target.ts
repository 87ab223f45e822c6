import { DeployError } from '../errors.ts'
import type { ReleaseRecord } from '../ports.ts'
import type { VerifiedRevision } from './release-journal.ts'

export type RollbackTarget = { record: ReleaseRecord; verifiedAt?: string }

/** The last revision before the current one that was verified and that helm still has. */
export function findVerified(
  [current, ...older]: ReleaseRecord[],
  verified: VerifiedRevision[],
): RollbackTarget | undefined {
  if (!current) return undefined
  const before = originOf(current)
  return older
    .filter(({ revision }) => revision < before)
    .flatMap((record) => {
      const found = verified.find(({ revision }) => revision === record.revision)
      return found ? [{ record, verifiedAt: found.at }] : []
    })[0]
}

/** A revision that helm made out of an older one stands where that one stood: going back twice goes further back, not forth. */
function originOf({ revision, description }: ReleaseRecord): number {
  const origin = Number(/^Rollback to (\d+)$/.exec(description)?.[1])
  return origin > 0 ? Math.min(origin, revision) : revision
}

/** The revision to go back to; says why when there is none. */
export function chooseTarget(
  releases: ReleaseRecord[],
  verified: VerifiedRevision[],
  wanted: number | undefined,
): RollbackTarget {
  const [current] = releases
  if (!current) throw nothingReleased()
  if (wanted === undefined) return findVerified(releases, verified) ?? refuse(releases, verified)
  const record = releases.find(({ revision }) => revision === wanted)
  if (!record) throw unknownRevision(wanted, releases)
  return { record, verifiedAt: verified.find(({ revision }) => revision === wanted)?.at }
}

const nothingReleased = () =>
  new DeployError('USAGE', 'nothing was released here yet, so there is nothing to go back to', {
    next: ['k8sdeploy up'],
  })

const unknownRevision = (wanted: number, releases: ReleaseRecord[]) =>
  new DeployError('USAGE', `helm has no revision ${wanted} of ${releases[0]!.name} (any more)`, {
    evidence: ['helm keeps the last 10 revisions'],
    choices: releases.map(({ revision }) => String(revision)),
    state: 'nothing was changed',
  })

function refuse(releases: ReleaseRecord[], verified: VerifiedRevision[]): never {
  const { name, namespace, revision } = releases[0]!
  const others = releases.slice(1).map((one) => one.revision)
  if (others.length === 0) {
    throw new DeployError('USAGE', `revision ${revision} of ${name} is the first: there is none before it`, {
      hint: 'correct it and deploy again, or take the release away',
      next: ['k8sdeploy up', 'k8sdeploy down'],
      state: 'nothing was changed',
    })
  }
  const known = verified.map((one) => one.revision).filter((one) => others.includes(one))
  throw new DeployError('USAGE', `no revision before ${revision} was verified`, {
    evidence: [
      known.length > 0
        ? `verified: ${known.join(', ')}`
        : `helm has ${others.join(', ')}; whether they ever worked is not known`,
    ],
    hint: 'name one with --to, if you know that it works',
    next: [`helm history ${name} -n ${namespace}`, `k8sdeploy rollback --to ${others[0]}`],
    state: 'nothing was changed',
  })
}
