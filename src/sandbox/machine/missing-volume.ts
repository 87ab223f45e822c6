import type { Pod } from '../controllers/objects.ts'
import type { Store } from '../store.ts'

/** The first volume that can't be mounted, in the kubelet's words. */
export function missingVolume(
  store: Store,
  { metadata: { namespace }, spec }: Pod,
): { volume: string; why: string } | undefined {
  const exists = (resource: string, name: string) =>
    store.get({ group: '', resource, namespace, name }) !== undefined
  for (const { name: volume, configMap, secret } of spec.volumes ?? []) {
    if (configMap && !configMap.optional && !exists('configmaps', configMap.name))
      return { volume, why: `configmap "${configMap.name}" not found` }
    if (secret && !secret.optional && !exists('secrets', secret.secretName))
      return { volume, why: `secret "${secret.secretName}" not found` }
  }
  return undefined
}
