import { isDeepStrictEqual } from 'node:util'
import type { Deployment, PodTemplate, ReplicaSet } from './objects.ts'
import { hashSuffix } from './random-suffix.ts'

export const hashLabel = 'pod-template-hash'

export const podTemplateHash = (template: PodTemplate): string => hashSuffix(JSON.stringify(template), 10)

/** The ReplicaSet whose template is the Deployment's, whatever its name: this is how a rollback finds its old one. */
export function findCurrentSet(deployment: Deployment, sets: ReplicaSet[]): ReplicaSet | undefined {
  const wanted = plain(deployment.spec.template)
  return [...sets].sort(byAge).find((set) => isDeepStrictEqual(plain(set.spec.template), wanted))
}

function plain(template: PodTemplate): unknown {
  const labels = { ...template.metadata?.labels }
  delete labels[hashLabel]
  return { labels, annotations: template.metadata?.annotations ?? {}, spec: template.spec }
}

export const byAge = (a: ReplicaSet, b: ReplicaSet): number =>
  (a.metadata.creationTimestamp ?? '').localeCompare(b.metadata.creationTimestamp ?? '') ||
  revisionOf(a) - revisionOf(b) ||
  a.metadata.name.localeCompare(b.metadata.name)

export const revisionAnnotation = 'deployment.kubernetes.io/revision'
export const revisionOf = (object: { metadata: { annotations?: Record<string, string> } }): number =>
  Number(object.metadata.annotations?.[revisionAnnotation] ?? 0)
