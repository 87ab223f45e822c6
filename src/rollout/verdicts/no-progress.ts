import { pullingSince } from '../pull-state.ts'
import { findCondition } from '../read-condition.ts'
import { type DeploymentFacts, isObserved } from '../read-deployment.ts'
import { activePods } from '../scope.ts'
import { type ComponentCase, type ComponentRule, componentFinding } from './cases.ts'

/** People pause a Deployment to change several things at once. */
const pausedMs = 10_000

/** A paused Deployment neither makes new pods nor lets old ones go. */
const isHalfway = ({ status, replicas }: DeploymentFacts): boolean =>
  status.updated < replicas || status.replicas > replicas

const pausedSince = (subject: ComponentCase, deployment: DeploymentFacts): number => {
  const condition = findCondition(deployment.conditions, 'Progressing')
  const told = condition?.reason === 'DeploymentPaused' ? (condition.updatedAt ?? condition.since) : undefined
  return Math.max(told ?? 0, subject.memory.released?.at ?? 0)
}

const paused = (subject: ComponentCase) => {
  const { deployment } = subject.scope
  if (!deployment?.paused || !isObserved(deployment) || !isHalfway(deployment)) return undefined
  const { updated } = deployment.status
  const since = pausedSince(subject, deployment)
  return componentFinding(
    subject,
    { kind: 'Deployment', name: deployment.name },
    {
      class: 'no-progress',
      field: 'spec.paused',
      message: `${subject.scope.component.role}: Deployment ${deployment.name} is paused, with ${updated} of ${deployment.replicas} pods from its new template`,
      hint: `kubectl rollout resume deployment/${deployment.name}`,
      firstSeen: since,
      confirmedBy: `spec.paused: true, updatedReplicas: ${updated}`,
      whyNotTransient: 'a paused Deployment stays paused until somebody resumes it',
      isDefinitive: subject.now - since >= pausedMs,
    },
  )
}

/** After a rollback the condition may still speak of the revision before. */
const isAboutNow = (subject: ComponentCase, at: number | undefined, message: string): boolean => {
  const { replicaSet } = subject.scope
  const isLater = at !== undefined && at >= (subject.memory.released?.at ?? 0) - 1000
  return isLater && replicaSet !== undefined && message.includes(`"${replicaSet.name}"`)
}

/** Kubernetes counts the time of a pull as standing still; nothing stands still. */
const isPulling = ({ memory, scope }: ComponentCase): boolean =>
  activePods(memory, scope).some((pod) => pullingSince(memory, pod) !== undefined)

const stuck = (subject: ComponentCase) => {
  const { deployment } = subject.scope
  const condition = deployment && findCondition(deployment.conditions, 'Progressing')
  if (!deployment || condition?.status !== 'False' || !isObserved(deployment)) return undefined
  if (condition.reason !== 'ProgressDeadlineExceeded') return undefined
  if (!isAboutNow(subject, condition.updatedAt ?? condition.since, condition.message)) return undefined
  return componentFinding(
    subject,
    { kind: 'Deployment', name: deployment.name },
    {
      class: 'no-progress',
      field: 'status.conditions[type=Progressing]',
      message: `${subject.scope.component.role} makes no progress: ${condition.message}`,
      hint: `kubectl describe deployment ${deployment.name}`,
      firstSeen: condition.since ?? subject.now,
      confirmedBy: `${condition.reason}, observedGeneration ${deployment.observedGeneration}`,
      whyNotTransient: 'Kubernetes itself gave this rollout up',
      isDefinitive: !isPulling(subject),
    },
  )
}

export const noProgress: ComponentRule = (subject) => paused(subject) ?? stuck(subject)
