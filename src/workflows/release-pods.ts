import type { V1Pod } from '@kubernetes/client-node'
import { DeployError } from '../errors.ts'
import type { LogSpeaker } from '../views/view-log-line.ts'

const instanceLabel = 'app.kubernetes.io/instance'
const componentLabel = 'app.kubernetes.io/component'

/** Without a release every pod of the namespace. */
export type Whose = { release?: string | undefined; namespace: string; component?: string | undefined }

/** `frontend`, `backend`, `migrate`, or whatever the chart has more. */
export const componentOf = ({ metadata }: V1Pod): string => metadata?.labels?.[componentLabel] ?? 'pod'

export const belongsTo =
  ({ release, component }: Whose) =>
  (pod: V1Pod): boolean =>
    (release === undefined || pod.metadata?.labels?.[instanceLabel] === release) &&
    (component === undefined || componentOf(pod) === component)

/** `all`: the release's pods, whatever their component. */
export function nothingRuns({ release, namespace, component }: Whose, all: V1Pod[]): DeployError {
  const place = `${release === undefined ? '' : `${release} in `}namespace ${namespace}`
  const others = [...new Set(all.filter(belongsTo({ release, namespace })).map(componentOf))].sort()
  if (others.length > 0)
    return new DeployError('USAGE', `no pod of ${place} belongs to "${component}"`, {
      choices: others,
      next: ['k8sdeploy status'],
    })
  return new DeployError(
    'RULE_NOT_MET',
    release === undefined
      ? `there is no pod in ${place}`
      : `nothing of ${release} runs in namespace ${namespace}: it has no pod there`,
    {
      hint: 'release it first, or name another place with --namespace, --env or --context',
      next: ['k8sdeploy status', 'k8sdeploy up'],
    },
  )
}

/** Who speaks in a log: alone where its pod has no other container. */
export const speakerOf = (pod: V1Pod, container: string): LogSpeaker => ({
  component: componentOf(pod),
  pod: pod.metadata?.name ?? '',
  container,
  isAlone: (pod.spec?.containers.length ?? 1) + (pod.spec?.initContainers?.length ?? 0) === 1,
})
