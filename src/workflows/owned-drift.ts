import { valueAt } from '../chart/field-path.ts'
import { type Drift, findDrift } from '../chart/find-drift.ts'
import type { Manifest } from '../chart/read-manifests.ts'
import type { HelmVersion, ReleaseRecord } from '../ports.ts'
import { keyOf, type LiveObjects } from './fetch-live.ts'
import { findOwner } from './field-owners.ts'
import { findAdditions } from './find-additions.ts'
import type { ManagedObject } from './other-writers.ts'

export type OwnedDrift = Drift & {
  /** The field manager that wrote it, as far as it is known. */
  by?: string
  /** `up` brings back what was released. It leaves what the release does not name, and what an admission webhook sets. */
  isSetBack: boolean
}

const replicas = 'spec.replicas'

/** Where the cluster differs from these manifests, and by whose hand. An autoscaler’s number of pods is its own business. */
export function findOwnedDrift(manifests: Manifest[], { objects, scaled }: LiveObjects): OwnedDrift[] {
  return manifests.flatMap((manifest) => {
    if (!objects.has(keyOf(manifest))) return []
    const drift = driftOf(manifest, objects.get(keyOf(manifest)))
    return drift.filter(({ path }) => path !== replicas || !scaled.has(manifest.metadata.name))
  })
}

/** helm 3 merges instead; so does helm 4 where helm 3 has begun a release. */
export const knowsConflicts = ({ major }: HelmVersion, record: ReleaseRecord | undefined): boolean =>
  major >= 4 && record?.isServerSide === true

/** Whether server-side apply of these manifests would meet somebody else’s field, and no autoscaler’s number of pods. */
export function mayForce(manifests: Manifest[], live: LiveObjects): boolean {
  const scales = manifests.some(
    ({ kind, metadata, spec }) =>
      kind === 'Deployment' && live.scaled.has(metadata.name) && spec?.['replicas'] !== undefined,
  )
  return !scales && findOwnedDrift(manifests, live).some(({ by, isSetBack }) => by && isSetBack)
}

/** What differs from the release, and what others have set that it does not name. */
function driftOf(manifest: Manifest, live: ManagedObject | undefined): OwnedDrift[] {
  const { kind, metadata } = manifest
  const drift = findDrift(manifest, live).map((one) => owned(one, live))
  const known = new Set(drift.map(({ path }) => path))
  const additions = live ? findAdditions(live, manifest).filter(({ path }) => !known.has(path)) : []
  return [
    ...drift,
    ...additions.map(({ path, manager: by }) => ({
      ...{ kind, name: metadata.name, path, by },
      ...{ released: undefined, live: valueAt(live, path), isSetBack: false },
    })),
  ]
}

function owned(drift: Drift, live: ManagedObject | undefined): OwnedDrift {
  if (!live) return { ...drift, isSetBack: true }
  const owner = findOwner(live, drift.path)
  const by = typeof owner === 'object' ? { by: owner.manager } : {}
  return { ...drift, ...by, isSetBack: drift.released !== undefined && isByHand(drift, owner) }
}

/** What changes objects on their way in does it in helm’s name. Nobody owns what is not there, and `scale` leaves a 0 out. */
const isByHand = ({ path, live }: Drift, owner: ReturnType<typeof findOwner>): boolean =>
  owner !== undefined || live === undefined || (path === replicas && live === 0)
