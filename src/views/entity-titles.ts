import type { EntityKind } from '../report.ts'

/** The eight kinds as people write them. */
export const titles: Record<EntityKind, string> = {
  FrontendService: 'Frontend Service',
  BackendService: 'Backend Service',
  Deployment: 'Deployment',
  Service: 'Service',
  ConfigMap: 'ConfigMap',
  Secret: 'Secret',
  HelmChart: 'Helm Chart',
  HelmValues: 'Helm Values',
}
