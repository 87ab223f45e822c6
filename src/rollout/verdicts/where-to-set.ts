import type { ContainerCase } from './cases.ts'
import { isOwnContainer } from './name-subject.ts'

/** Where a setting of a container stands: k8sdeploy.yaml knows only the component's own. */
const place = (subject: ContainerCase, inConfig: string, inChart: string): string =>
  isOwnContainer(subject)
    ? `${subject.scope.component.role}.${inConfig} in k8sdeploy.yaml`
    : `${inChart} of container ${subject.container.name} in the chart`

export const memoryLimitOf = (subject: ContainerCase): string =>
  place(subject, 'resources.limits.memory', 'resources.limits.memory')

export const probeOf = (subject: ContainerCase, kind: 'readiness' | 'liveness' | 'startup'): string =>
  place(subject, `probes.${kind}`, `${kind}Probe`)
