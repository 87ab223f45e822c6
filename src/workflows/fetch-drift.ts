import { type Drift, findDrift } from '../chart/find-drift.ts'
import { type Manifest, readManifests } from '../chart/read-manifests.ts'
import { isDeployError } from '../errors.ts'
import type { Cluster, ReleaseRecord } from '../ports.ts'
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

/** Where the cluster differs from what was released, and by whose hand; what may not be looked at is left out. */
export async function fetchDrift(
  cluster: Cluster,
  namespace: string,
  releases: ReleaseRecord[],
  signal: AbortSignal,
): Promise<OwnedDrift[]> {
  const deployed = releases.find(({ status }) => status === 'deployed')
  const manifests = readManifests(deployed?.manifest ?? '')
  const scaled = new Set(manifests.filter(({ kind }) => kind === 'HorizontalPodAutoscaler').map(scaleTarget))
  const found = await Promise.all(
    manifests.map(async (manifest) => {
      const live = await look(cluster, namespace, manifest, signal)
      return live === 'hidden' ? [] : driftOf(manifest, live)
    }),
  )
  return found.flat().filter(({ name, path }) => !(path === replicas && scaled.has(name)))
}

const replicas = 'spec.replicas'

const scaleTarget = ({ spec }: Manifest): string | undefined =>
  (spec?.['scaleTargetRef'] as { name?: string } | undefined)?.name

async function look(
  cluster: Cluster,
  namespace: string,
  { apiVersion, kind, metadata }: Manifest,
  signal: AbortSignal,
): Promise<ManagedObject | undefined | 'hidden'> {
  const ref = { apiVersion, kind, namespace: metadata.namespace ?? namespace, name: metadata.name }
  try {
    return await cluster.get<ManagedObject>({ ...ref, withManagers: true }, signal)
  } catch (error) {
    if (isDeployError(error) && error.code === 'FORBIDDEN') return 'hidden'
    throw error
  }
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
