import { isComplete } from '../rollout/is-complete.ts'
import { activePods, type Scope } from '../rollout/scope.ts'
import { type ComponentCase, componentFinding } from '../rollout/verdicts/cases.ts'
import { isServing, type Sight } from '../rollout/verdicts/explains.ts'
import type { Finding } from '../rollout/verdicts/finding.ts'

export type Expected = { kind: string; name: string }[]

const missing = (subject: ComponentCase, kind: string, name: string, expected: Expected): Finding =>
  componentFinding(
    subject,
    { kind, name },
    {
      class: 'object-missing',
      field: 'metadata.name',
      message: `${kind} ${name} does not exist${expected.length > 0 ? ', although the release made it' : ''}`,
      hint: 'make it again: k8sdeploy up',
      confirmedBy: `asked the API server for every ${kind} of the namespace`,
      whyNotTransient: 'nothing in the cluster makes it again; only a release does',
      isDefinitive: true,
    },
  )

const isExpected = (expected: Expected, kind: string, name: string, otherwise: boolean): boolean =>
  expected.length === 0 ? otherwise : expected.some((one) => one.kind === kind && one.name === name)

const asleep = (subject: ComponentCase): Finding | undefined => {
  const { deployment, component } = subject.scope
  if (!deployment || deployment.replicas > 0) return undefined
  return componentFinding(
    subject,
    { kind: 'Deployment', name: deployment.name },
    {
      class: 'scaled-to-zero',
      field: 'spec.replicas',
      message: `${component.role} is scaled to 0, so nobody serves it`,
      hint: `kubectl scale deployment/${deployment.name} --replicas=1, or: k8sdeploy up`,
      confirmedBy: 'spec.replicas: 0',
      whyNotTransient: 'it stays at 0 until somebody scales it up',
      isDefinitive: true,
    },
  )
}

/** Pods are Ready and the selector fits, but the Service sends nobody to them. */
const unserved = (subject: ComponentCase): Finding | undefined => {
  const { service, deployment } = subject.scope
  const ready = activePods(subject.memory, subject.scope).filter((pod) => pod.ready)
  if (!service || !deployment || ready.length === 0 || isServing(subject.scope)) return undefined
  return componentFinding(
    subject,
    { kind: 'Service', name: service.name },
    {
      class: 'no-endpoints',
      field: 'endpointslices',
      message: `Service ${service.name} has no ready endpoint, although ${ready.length} of its pods are Ready`,
      hint: `kubectl get endpointslices -l kubernetes.io/service-name=${service.name}`,
      confirmedBy: 'no EndpointSlice of it holds a ready address',
      whyNotTransient: 'endpoints usually follow a ready pod within a second',
      isDefinitive: false,
    },
  )
}

const findGaps = (sight: Sight, scope: Scope, expected: Expected, now: number): Finding[] => {
  const subject = { ...sight, scope, now }
  const { role, deployment, service } = scope.component
  const isOwn = role !== deployment
  const hasNo = (kind: string, name: string, exists: boolean, otherwise: boolean) =>
    !exists && isExpected(expected, kind, name, otherwise) ? [missing(subject, kind, name, expected)] : []
  return [
    ...hasNo('Deployment', deployment, scope.deployment !== undefined, true),
    ...hasNo('Service', service, scope.service !== undefined, isOwn && scope.deployment !== undefined),
    ...[asleep(subject), unserved(subject)].filter((one) => one !== undefined),
  ]
}

/** What a rollout never has to look for: things that were there and are gone, or that nobody stands behind. */
export const findAllGaps = (sight: Sight, expected: Expected, now: number): Finding[] =>
  sight.scopes.flatMap((scope) => findGaps(sight, scope, expected, now))

export const isWhole = (sight: Sight, now: number): boolean =>
  sight.scopes.every((scope) => isComplete(sight.memory, scope, now))
