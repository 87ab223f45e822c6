import { type Drift, findDrift } from '../chart/find-drift.ts'
import type { Manifest } from '../chart/read-manifests.ts'
import type { HelmVersion, ReleaseRecord } from '../ports.ts'
import { keyOf, type LiveObjects } from './fetch-live.ts'
import { findOwner, valueAt } from './field-owners.ts'
import { findAdditions } from './find-additions.ts'
import type { ManagedObject } from './other-writers.ts'

export type OwnedDrift = Drift & {
  /** The field manager that wrote it, as far as it is known. */
  by?: string
  /** `up` brings back what was released. It leaves what the release does not name, and what an admission webhook sets. */
  isSetBack: boolean
  /** An autoscaler’s number of pods, which is its own business. */
  isScaling: boolean
}

/** Where the cluster differs from these manifests, and by whose hand; what may not be looked at is left out. */
export function findOwnedDrift(manifests: Manifest[], live: LiveObjects): OwnedDrift[] {
  const scaled = new Set(manifests.filter(({ kind }) => kind === 'HorizontalPodAutoscaler').map(scaleTarget))
  const found = manifests.flatMap((manifest) => {
    const object = live.get(keyOf(manifest))
    return object === 'hidden' ? [] : driftOf(manifest, object)
  })
  return found.filter(({ name, path }) => !(path === replicas && scaled.has(name)))
}

/** helm 3 merges instead; so does helm 4 where helm 3 has begun a release. */
export const knowsConflicts = ({ major }: HelmVersion, record: ReleaseRecord | undefined): boolean =>
  major >= 4 && record?.isServerSide === true

/** Whether server-side apply of these manifests would meet somebody else’s field, and nobody’s number of pods is among them. */
export function mayForce(manifests: Manifest[], live: LiveObjects): boolean {
  const drift = findOwnedDrift(manifests, live)
  return drift.some(({ by, isSetBack }) => by && isSetBack) && !drift.some(({ isScaling }) => isScaling)
}

const replicas = 'spec.replicas'

const scaleTarget = ({ spec }: Manifest): string | undefined =>
  (spec?.['scaleTargetRef'] as { name?: string } | undefined)?.name

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
      ...{ released: undefined, live: valueAt(live, path), isSetBack: false, isScaling: false },
    })),
  ]
}

function owned(drift: Drift, live: ManagedObject | undefined): OwnedDrift {
  if (!live) return { ...drift, isSetBack: true, isScaling: false }
  const owner = findOwner(live, drift.path)
  const by = typeof owner === 'object' ? { by: owner.manager } : {}
  const isScaling = isScaler(owner)
  const isSetBack = drift.released !== undefined && !isScaling && isByHand(drift, owner)
  return { ...drift, ...by, isSetBack, isScaling }
}

type Owner = ReturnType<typeof findOwner>

/** An autoscaler scales as `kubectl scale` does. */
const isScaler = (owner: Owner): boolean =>
  typeof owner === 'object' && owner.subresource === 'scale' && !owner.manager.startsWith('kubectl')

/** What changes objects on their way in does it in helm's name. Nobody owns what is not there, nor a number of pods that is 0. */
const isByHand = ({ live }: Drift, owner: Owner): boolean =>
  owner !== undefined || live === undefined || live === 0
