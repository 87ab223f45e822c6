import type { Manifest } from '../chart/read-manifests.ts'
import { unlessForbidden } from '../errors.ts'
import type { Cluster } from '../ports.ts'
import type { KubeObject } from '../rollout/kube.ts'
import type { ManagedObject } from './other-writers.ts'

/** What k8sdeploy’s own chart writes, and helm can set back whenever it runs. */
const kinds = [
  'ConfigMap',
  'Deployment',
  'HorizontalPodAutoscaler',
  'Ingress',
  'NetworkPolicy',
  'PodDisruptionBudget',
  'Service',
  'ServiceAccount',
]

export type LiveObjects = {
  /** By `keyOf` of the manifest; what is not there is undefined, what was not looked at is absent. */
  objects: ReadonlyMap<string, ManagedObject | undefined>
  /** Names of Deployments whose number of pods is an autoscaler’s. */
  scaled: ReadonlySet<string>
  /** Kinds that may not be looked at. */
  hidden: string[]
}

export const nothingSeen: LiveObjects = { objects: new Map(), scaled: new Set(), hidden: [] }

export const keyOf = ({ kind, metadata }: Manifest): string =>
  `${kind}/${metadata.namespace ?? ''}/${metadata.name}`

/** What has become of the objects of a release, with who wrote which field; what may not be looked at is left out. */
export async function fetchLive(
  cluster: Cluster,
  namespace: string,
  manifests: Manifest[],
  signal: AbortSignal,
): Promise<LiveObjects> {
  const wanted = manifests.filter(({ kind }) => kinds.includes(kind))
  const [found, scaled] = await Promise.all([
    Promise.all(wanted.map((manifest) => look(cluster, namespace, manifest, signal))),
    fetchScaled(cluster, namespace, signal),
  ])
  const hidden = wanted.filter((_, index) => found[index]!.length === 0).map(({ kind }) => kind)
  return { objects: new Map(found.flat()), scaled, hidden: [...new Set(hidden)] }
}

type Found = [key: string, object: ManagedObject | undefined]

async function look(
  cluster: Cluster,
  namespace: string,
  manifest: Manifest,
  signal: AbortSignal,
): Promise<Found[]> {
  const { apiVersion, kind, metadata } = manifest
  const ref = { apiVersion, kind, namespace: metadata.namespace || namespace, name: metadata.name }
  const asked = cluster.get<ManagedObject>({ ...ref, withManagers: true }, signal)
  return unlessForbidden<Found[]>(
    asked.then((object) => [[keyOf(manifest), object]]),
    [],
  )
}

type Autoscaler = KubeObject & { spec?: { scaleTargetRef?: { name?: string } } }

async function fetchScaled(
  cluster: Cluster,
  namespace: string,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const ref = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', namespace }
  const found: Autoscaler[] = await unlessForbidden<KubeObject[]>(cluster.listAny(ref, signal), [])
  return new Set(found.map(({ spec }) => spec?.scaleTargetRef?.name ?? ''))
}
