import type { VerdictClass } from '../../report.ts'
import { findCondition } from '../read-condition.ts'
import { isLiving } from '../scope.ts'
import { type ComponentCase, type ComponentRule, componentFinding } from './cases.ts'

type Refusal = { class: VerdictClass; pattern: RegExp; stableMs: number; why: string; hint: string }

const refusals: Refusal[] = [
  {
    class: 'quota',
    pattern: /exceeded quota/i,
    stableMs: 15_000,
    why: 'no pod is leaving that could give its share back',
    hint: 'raise the namespace’s ResourceQuota or lower replicas and requests in k8sdeploy.yaml, then: k8sdeploy up',
  },
  {
    class: 'service-account',
    pattern: /serviceaccount .*not found|error looking up service account/i,
    stableMs: 10_000,
    why: 'the API server refuses every pod until the ServiceAccount exists',
    hint: 'create the ServiceAccount or let the chart make it, then: k8sdeploy up',
  },
  {
    class: 'policy',
    pattern:
      /PodSecurity|LimitRange|limit to request|maximum (cpu|memory)|minimum (cpu|memory)|admission webhook|denied the request|is forbidden|is invalid/i,
    stableMs: 5_000,
    why: 'the API server refuses every pod of this template, by rule',
    hint: 'change what the message names in k8sdeploy.yaml or in the namespace’s policy, then: k8sdeploy up',
  },
]

const anyLeaving = (subject: ComponentCase): boolean =>
  [...subject.memory.pods.values()].some(
    (pod) => pod.deletionAt !== undefined && isLiving(subject.memory, pod),
  )

const isStable = (subject: ComponentCase, refusal: Refusal, since: number): boolean => {
  if (refusal.class !== 'quota') return subject.now - since >= refusal.stableMs
  const freedAt = Math.max(since, 0, ...subject.memory.gone.values())
  return !anyLeaving(subject) && subject.now - freedAt >= refusal.stableMs
}

/** No pod exists to look at: the ReplicaSet says why it cannot make one. */
export const replicaFailure: ComponentRule = (subject) => {
  const { replicaSet } = subject.scope
  const condition = replicaSet && findCondition(replicaSet.conditions, 'ReplicaFailure')
  if (!replicaSet || condition?.status !== 'True' || replicaSet.status.replicas >= replicaSet.replicas)
    return undefined
  const refusal = refusals.find((one) => one.pattern.test(condition.message))
  if (!refusal) return undefined
  const since = condition.since ?? subject.now
  return componentFinding(
    subject,
    { kind: 'ReplicaSet', name: replicaSet.name },
    {
      class: refusal.class,
      field: 'status.conditions[type=ReplicaFailure]',
      message: `${subject.scope.component.role}: the cluster refuses its pods: ${condition.message}`,
      hint: refusal.hint,
      firstSeen: since,
      confirmedBy: condition.reason,
      whyNotTransient: refusal.why,
      isDefinitive: isStable(subject, refusal, since),
    },
  )
}
