import { isMap } from '../chart/is-map.ts'
import { readManifests } from '../chart/read-manifests.ts'
import type { ReleaseRecord } from '../ports.ts'
import { deployedManifests } from './deployed-manifests.ts'
import type { LiveObjects } from './fetch-live.ts'
import { findOwnedDrift, knowsConflicts, mayForce, type OwnedDrift } from './owned-drift.ts'
import { type ChangePlan, planChange } from './plan-change.ts'
import type { Prepared } from './prepare-release.ts'

export type ReleasePlan = ChangePlan & {
  drift: OwnedDrift[]
  /** helm has to run even where the release itself would not change: somebody has changed what it wrote. */
  setsBack: boolean
  /** helm may take fields from others: nothing is taken but what is set back. */
  forcesConflicts: boolean
}

export const hasWork = ({ isNoop, setsBack }: ReleasePlan): boolean => !isNoop || setsBack

/** What the release would change against the one that is deployed, and against what has become of it since. */
export function planRelease(rendered: string, prepared: Prepared, live: LiveObjects): ReleasePlan {
  const plan = planChange(rendered, prepared)
  const [latest] = prepared.releases
  const server = knowsConflicts(prepared.helm, latest)
  const drift = driftSince(prepared.releases, live).map((one) => withoutPromise(one, server))
  const back = drift.filter(({ isSetBack }) => isSetBack)
  const setsBack = back.length > 0
  const summary = setsBack && plan.isNoop ? summarise(back) : plan.summary
  return {
    ...plan,
    drift,
    setsBack,
    forcesConflicts: server && mayForce(readManifests(rendered), live),
    summary,
  }
}

/** After a revision that has failed half-way nobody can tell whose hand it was. */
const driftSince = (releases: ReleaseRecord[], live: LiveObjects): OwnedDrift[] =>
  releases[0]?.status === 'deployed' ? findOwnedDrift(deployedManifests(releases), live) : []

/** A merge removes no key that helm has never written. */
const withoutPromise = (drift: OwnedDrift, server: boolean): OwnedDrift => {
  const { released, live } = drift
  const onlyGrew =
    isMap(released) && isMap(live) && Object.keys(released).every((key) => released[key] === live[key])
  return server || !onlyGrew ? drift : { ...drift, isSetBack: false }
}

/** `the cluster has changed: 1 object is gone, 2 fields differ`. */
function summarise(back: OwnedDrift[]): string {
  const gone = back.filter(({ path }) => path === '').length
  const changed = back.length - gone
  const parts = [
    ...(gone > 0 ? [gone === 1 ? '1 object is gone' : `${gone} objects are gone`] : []),
    ...(changed > 0 ? [changed === 1 ? '1 field differs' : `${changed} fields differ`] : []),
  ]
  return `the cluster has changed: ${parts.join(', ')}`
}
