import type { ComponentRole } from '../report.ts'
import { type Snapshot, targetOf } from '../rollout/collapse.ts'
import type { WatchedKinds } from '../rollout/kube.ts'
import { readMetadata } from '../rollout/read-metadata.ts'
import { readService, selects } from '../rollout/read-service.ts'
import type { RolloutTarget } from '../rollout/state.ts'

const nameOf = (object: { metadata?: { name?: string } }): string => object.metadata?.name ?? ''

const serviceOf = (deployment: WatchedKinds['Deployment'], services: WatchedKinds['Service'][]): string => {
  const name = nameOf(deployment)
  const labels = deployment.spec?.template?.metadata?.labels ?? {}
  const selecting = services.find((one) => selects(readService(one).selector, labels))
  return services.some((one) => nameOf(one) === name) || !selecting ? name : nameOf(selecting)
}

/** A release of another chart: each of its Deployments is a component, called by its name. */
const foreignComponents = (snapshot: Snapshot, release: string): RolloutTarget['components'] =>
  snapshot.Deployment.filter(
    (one) => readMetadata(one).labels['app.kubernetes.io/instance'] === release || nameOf(one) === release,
  ).map((one) => ({
    role: nameOf(one) as ComponentRole,
    deployment: nameOf(one),
    service: serviceOf(one, snapshot.Service),
  }))

/** What belongs to the release: the chart's two components, or whatever Deployments another chart made. */
export const findTarget = (snapshot: Snapshot, release: string, namespace: string): RolloutTarget => {
  const usual = targetOf(release, namespace)
  const isUsual = usual.components.some(({ deployment }) =>
    snapshot.Deployment.some((one) => nameOf(one) === deployment),
  )
  const foreign = isUsual ? [] : foreignComponents(snapshot, release)
  return foreign.length > 0 ? { ...usual, components: foreign } : usual
}
