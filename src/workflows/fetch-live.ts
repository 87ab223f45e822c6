import type { Manifest } from '../chart/read-manifests.ts'
import { isDeployError } from '../errors.ts'
import type { Cluster } from '../ports.ts'
import type { ManagedObject } from './other-writers.ts'

/** By `keyOf` of the manifest; `hidden` is what may not be looked at, and what is not there is absent. */
export type LiveObjects = ReadonlyMap<string, ManagedObject | 'hidden'>

export const keyOf = ({ kind, metadata }: Manifest): string =>
  `${kind}/${metadata.namespace ?? ''}/${metadata.name}`

/** What has become of the objects of a release, with who wrote which field. */
export async function fetchLive(
  cluster: Cluster,
  namespace: string,
  manifests: Manifest[],
  signal: AbortSignal,
): Promise<LiveObjects> {
  const found = await Promise.all(
    manifests.map(
      async (manifest) => [keyOf(manifest), await look(cluster, namespace, manifest, signal)] as const,
    ),
  )
  return new Map(found.flatMap(([key, object]) => (object === undefined ? [] : [[key, object]])))
}

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
