import type { Config } from '../config/config.ts'
import type { ComponentRole, EntityKind, Rule } from '../report.ts'
import { findParts } from './manifest-parts.ts'
import type { Manifest } from './read-manifests.ts'
import { chartRules, valueRules } from './static-chart-rules.ts'
import { componentRules } from './static-component-rules.ts'
import { configMapRules, secretRules } from './static-content-rules.ts'
import { deploymentRules } from './static-deployment-rules.ts'
import { serviceRules } from './static-service-rules.ts'

export type StaticEntity = { kind: EntityKind; name: string; component?: ComponentRole; rules: Rule[] }

/** The data model's rules, as far as they can be checked before anything is in the cluster. */
export function checkStatic(config: Config, manifests: Manifest[]): StaticEntity[] {
  const roles = ['frontend', 'backend'] as const
  const perComponent = roles.flatMap((role): StaticEntity[] => {
    const parts = findParts(config, role, manifests)
    const kind = role === 'frontend' ? 'FrontendService' : 'BackendService'
    const { deployment, service, configMap } = parts.names
    return [
      { kind, name: deployment, component: role, rules: componentRules(config, role, parts, manifests) },
      { kind: 'Deployment', name: deployment, component: role, rules: deploymentRules(parts) },
      { kind: 'Service', name: service, component: role, rules: serviceRules(parts) },
      { kind: 'ConfigMap', name: configMap, component: role, rules: configMapRules(parts) },
    ]
  })
  return [
    ...perComponent,
    { kind: 'Secret', name: `${config.name}-secrets`, rules: secretRules(config, manifests) },
    { kind: 'HelmChart', name: config.chart.name, rules: chartRules(config, manifests) },
    { kind: 'HelmValues', name: config.name, rules: valueRules(config) },
  ]
}
