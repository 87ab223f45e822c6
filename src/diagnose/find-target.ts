import type { ComponentRole } from '../report.ts'
import { type Snapshot, targetOf } from '../rollout/collapse.ts'
import type { WatchedKinds } from '../rollout/kube.ts'
import { readMetadata } from '../rollout/read-metadata.ts'
import { readService, selects } from '../rollout/read-service.ts'
import type { RolloutTarget } from '../rollout/state.ts'
import type { Expected } from './find-gaps.ts'

type Deployment = WatchedKinds['Deployment']

const nameOf = (object: { metadata?: { name?: string } }): string => object.metadata?.name ?? ''

const serviceOf = (deployment: Deployment, services: WatchedKinds['Service'][]): string => {
  const name = nameOf(deployment)
  const labels = deployment.spec?.template?.metadata?.labels ?? {}
  const selecting = services.find((one) => selects(readService(one).selector, labels))
  return services.some((one) => nameOf(one) === name) || !selecting ? name : nameOf(selecting)
}

const belongsTo = (release: string, deployment: Deployment): boolean => {
  const { labels, annotations, name } = readMetadata(deployment)
  return [labels['app.kubernetes.io/instance'], annotations['meta.helm.sh/release-name'], name].includes(
    release,
  )
}

/** What another chart or nobody's chart made: each Deployment is a component, called by its name. */
const toComponents = (found: Deployment[], snapshot: Snapshot): RolloutTarget['components'] =>
  found.map((one) => ({
    role: nameOf(one) as ComponentRole,
    deployment: nameOf(one),
    service: serviceOf(one, snapshot.Service),
  }))

/** What the release made and nobody finds any more. */
const absent = (found: Deployment[], expected: Expected): RolloutTarget['components'] =>
  expected
    .filter(({ kind, name }) => kind === 'Deployment' && !found.some((one) => nameOf(one) === name))
    .map(({ name }) => ({ role: name as ComponentRole, deployment: name, service: name }))

/** Whether our own chart made it: only then is there a k8sdeploy.yaml to correct. */
export const isOurs = ({ components }: RolloutTarget): boolean =>
  components.every(({ role, deployment }) => role !== deployment)

/** What is to be judged: the chart's two components, whatever Deployments another chart made, or all of the namespace. */
export const findTarget = (
  snapshot: Snapshot,
  release: string | undefined,
  namespace: string,
  expected: Expected = [],
): RolloutTarget => {
  const usual = targetOf(release ?? '', namespace)
  if (release === undefined) return { ...usual, components: toComponents(snapshot.Deployment, snapshot) }
  const isUsual = usual.components.some(({ deployment }) =>
    snapshot.Deployment.some((one) => nameOf(one) === deployment),
  )
  const foreign = isUsual ? [] : snapshot.Deployment.filter((one) => belongsTo(release, one))
  if (foreign.length === 0) return usual
  return { ...usual, components: [...toComponents(foreign, snapshot), ...absent(foreign, expected)] }
}
