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

const wasVerified = (revision: number) => `revision ${revision} was verified`

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
  const before = originOf(releases[0]!)
  const copy = before === revision ? '' : `revision ${revision} is a copy of revision ${before}, and `
  const known = verified
    .map((one) => one.revision)
    .filter((one) => others.includes(one) && one !== before)
    .slice(-1)
  throw new DeployError('USAGE', `${copy}no revision before ${before} was verified`, {
    evidence: [
      `helm has revisions ${[...others].sort((a, b) => a - b).join(', ')}`,
      ...known.map(wasVerified),
    ],
    hint: 'choose one that is known to work, with --to',
    next: [`helm history ${name} -n ${namespace}`, ...known.map((one) => `k8sdeploy rollback --to ${one}`)],
    state: 'nothing was changed',
  })
}
