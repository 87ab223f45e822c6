import { readManifests } from '../chart/read-manifests.ts'
import { deployedManifests } from './deployed-manifests.ts'
import type { LiveObjects } from './fetch-live.ts'
import { findOwnedDrift, mayForce, type OwnedDrift } from './owned-drift.ts'
import { type ChangePlan, planChange } from './plan-change.ts'
import type { Prepared } from './prepare-release.ts'

export type ReleasePlan = ChangePlan & {
  drift: OwnedDrift[]
  /** helm has to run even where the release itself would not change: somebody has changed what it wrote. */
  setsBack: boolean
  /** Nothing but what is set back would be taken from somebody. */
  forcesConflicts: boolean
}

export const hasWork = ({ isNoop, setsBack }: ReleasePlan): boolean => !isNoop || setsBack

/** What the release would change against the one that is deployed, and against what has become of it since. */
export function planRelease(rendered: string, prepared: Prepared, live: LiveObjects): ReleasePlan {
  const plan = planChange(rendered, prepared)
  const found = findOwnedDrift(deployedManifests(prepared.releases), live)
  const drift = found.filter(({ isScaling }) => !isScaling)
  const back = drift.filter(({ isSetBack }) => isSetBack)
  const setsBack = back.length > 0
  const summary = setsBack && plan.isNoop ? summarise(back) : plan.summary
  return { ...plan, drift, setsBack, forcesConflicts: mayForce(readManifests(rendered), live), summary }
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
