import type { V1Container, V1PodSpec } from '@kubernetes/client-node'
import type { Rule } from '../../report.ts'
import { rule } from './rules.ts'

type Check = { says: string; fails(spec: V1PodSpec, container: V1Container): boolean }

const allowedVolumes = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]

const seccompOf = (spec: V1PodSpec, container: V1Container): string | undefined =>
  (container.securityContext?.seccompProfile ?? spec.securityContext?.seccompProfile)?.type

// The restricted Pod Security Standard, field by field.
const checks: Check[] = [
  {
    says: 'allowPrivilegeEscalation must be false',
    fails: (_, one) => one.securityContext?.allowPrivilegeEscalation !== false,
  },
  { says: 'privileged', fails: (_, one) => one.securityContext?.privileged === true },
  {
    says: 'runAsNonRoot must be true',
    fails: (spec, one) => (one.securityContext?.runAsNonRoot ?? spec.securityContext?.runAsNonRoot) !== true,
  },
  {
    says: 'runAsUser is 0',
    fails: (spec, one) => (one.securityContext?.runAsUser ?? spec.securityContext?.runAsUser) === 0,
  },
  {
    says: 'capabilities must drop ALL',
    fails: (_, one) => !(one.securityContext?.capabilities?.drop ?? []).includes('ALL'),
  },
  {
    says: 'adds capabilities',
    fails: (_, one) =>
      (one.securityContext?.capabilities?.add ?? []).some((name) => name !== 'NET_BIND_SERVICE'),
  },
  {
    says: 'seccompProfile must be RuntimeDefault or Localhost',
    fails: (spec, one) => !/^(RuntimeDefault|Localhost)$/.test(seccompOf(spec, one) ?? ''),
  },
  { says: 'uses a host port', fails: (_, one) => (one.ports ?? []).some((port) => port.hostPort) },
  {
    says: 'shares the host’s namespaces',
    fails: (spec) => Boolean(spec.hostNetwork || spec.hostPID || spec.hostIPC),
  },
  {
    says: 'mounts a kind of volume that is not allowed',
    fails: (spec) => (spec.volumes ?? []).some((volume) => !allowedVolumes.some((kind) => kind in volume)),
  },
]

export const restrictedSecurity = (spec: V1PodSpec | undefined): Rule => {
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])]
  const broken = containers.flatMap((container) =>
    checks
      .filter((check) => check.fails(spec!, container))
      .map((check) => `${container.name}: ${check.says}`),
  )
  return rule(
    'pod-security-restricted',
    containers.length > 0 && broken.length === 0,
    broken.length > 0
      ? broken.join('; ')
      : `${containers.length} container(s) meet the restricted Pod Security Standard`,
  )
}
