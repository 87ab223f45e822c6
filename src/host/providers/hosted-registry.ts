import { unlessForbidden } from '../../errors.ts'
import type { Delivery } from '../../ports.ts'
import type { KubeObject } from '../../rollout/kube.ts'
import type { DeliveryNeeds } from './provider.ts'
import { answers, pushedDelivery } from './registry.ts'

const place = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'kube-public',
  name: 'local-registry-hosting',
}
const answerMs = 2000

export type Hosting = { host: string; fromNodes: string }

/** The registry that a local cluster says it pulls from: KEP-1755. Undefined when it says none, or none answers there. */
export async function hostedRegistry(needs: DeliveryNeeds): Promise<Delivery | undefined> {
  const hosting = readHosting((await findConfigMap(needs))?.data?.['localRegistryHosting.v1'])
  if (!hosting || !(await answers(hosting.host, answerMs))) return undefined
  const why = 'because the cluster names it in kube-public/local-registry-hosting'
  return pushedDelivery({ registry: hosting.host, fromNodes: hosting.fromNodes, why }, needs)
}

type ConfigMap = KubeObject & { data?: Record<string, string> }

async function findConfigMap({ cluster }: DeliveryNeeds): Promise<ConfigMap | undefined> {
  return unlessForbidden(cluster.get<ConfigMap>(place), undefined)
}

/** A YAML document of a few plain lines. */
export function readHosting(text = ''): Hosting | undefined {
  const find = (key: string) => new RegExp(`^${key}:\\s*["']?([\\w.:[\\]-]+)["']?\\s*$`, 'm').exec(text)?.[1]
  const host = find('host')
  return host ? { host, fromNodes: find('hostFromContainerRuntime') ?? host } : undefined
}
