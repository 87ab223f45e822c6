import type { V1ConfigMap, V1Container, V1Deployment, V1PodSpec, V1Service } from '@kubernetes/client-node'
import type { Config } from '../config/config.ts'
import type { ComponentRole } from '../report.ts'
import type { Manifest } from './read-manifests.ts'

/** The rendered objects of one component; an edited chart may lack some. */
export type Parts = {
  names: { deployment: string; service: string; configMap: string }
  deployment?: V1Deployment
  service?: V1Service
  configMap?: V1ConfigMap
  podSpec?: V1PodSpec
  containers: V1Container[]
}

export function findParts({ name }: Pick<Config, 'name'>, role: ComponentRole, manifests: Manifest[]): Parts {
  const own = `${name}-${role}`
  const names = { deployment: own, service: own, configMap: `${own}-config` }
  const find = (kind: string, wanted: string) =>
    manifests.find((object) => object.kind === kind && object.metadata?.name === wanted)
  const deployment = find('Deployment', names.deployment) as V1Deployment | undefined
  const podSpec = deployment?.spec?.template.spec
  return {
    names,
    deployment,
    podSpec,
    service: find('Service', names.service) as V1Service | undefined,
    configMap: find('ConfigMap', names.configMap) as V1ConfigMap | undefined,
    containers: podSpec?.containers ?? [],
  }
}
