import type { Memory } from '../memory.ts'
import { type ComponentCase, type ComponentRule, componentFinding } from './cases.ts'

/** Somebody may delete an object to make it anew. */
const stableMs = 3_000

type Named = { name: string; uid: string }

/** When the release was found to be without any object of that name: helm may still be at work while somebody deletes. */
const goneAt = (memory: Memory, objects: ReadonlyMap<string, Named>, name: string): number | undefined => {
  const times = [...objects.values()]
    .filter((one) => one.name === name)
    .map((one) => memory.gone.get(one.uid))
    .filter((at) => at !== undefined)
  return times.length > 0 && memory.released ? Math.max(memory.released.at, ...times) : undefined
}

const findGone = ({
  memory,
  scope,
}: ComponentCase): { kind: string; name: string; at: number } | undefined => {
  const { deployment, service } = scope.component
  const deploymentAt = scope.deployment ? undefined : goneAt(memory, memory.deployments, deployment)
  if (deploymentAt !== undefined) return { kind: 'Deployment', name: deployment, at: deploymentAt }
  const serviceAt = scope.service ? undefined : goneAt(memory, memory.services, service)
  return serviceAt === undefined ? undefined : { kind: 'Service', name: service, at: serviceAt }
}

/** Somebody removed what the release had made while it rolled out. */
export const deleted: ComponentRule = (subject) => {
  const gone = findGone(subject)
  if (!gone) return undefined
  const { kind, name, at } = gone
  return componentFinding(
    subject,
    { kind, name },
    {
      class: 'object-missing',
      field: 'metadata.deletionTimestamp',
      message: `${kind} ${name} was deleted by somebody else during the rollout`,
      hint: 'find out who deleted it (kubectl get namespaces shows one that is being deleted); then: k8sdeploy up',
      firstSeen: at,
      confirmedBy: `the watch told that ${kind} ${name} was deleted`,
      whyNotTransient: 'nothing in the cluster makes it again; only a release does',
      isDefinitive: subject.now - at >= stableMs,
    },
  )
}
