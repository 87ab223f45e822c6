import { findCondition } from '../read-condition.ts'
import { isObserved } from '../read-deployment.ts'
import { type ComponentCase, type ComponentRule, componentFinding } from './cases.ts'

const paused = (subject: ComponentCase) => {
  const { deployment, replicaSet } = subject.scope
  if (!deployment?.paused || replicaSet) return undefined
  return componentFinding(
    subject,
    { kind: 'Deployment', name: deployment.name },
    {
      class: 'no-progress',
      field: 'spec.paused',
      message: `${subject.scope.component.role}: Deployment ${deployment.name} is paused, so its new template is not rolled out`,
      hint: `kubectl rollout resume deployment/${deployment.name}`,
      confirmedBy: 'spec.paused: true',
      whyNotTransient: 'a paused Deployment stays paused until somebody resumes it',
      isDefinitive: isObserved(deployment),
    },
  )
}

/** After a rollback the condition may still speak of the revision before. */
const isAboutNow = (subject: ComponentCase, at: number | undefined, message: string): boolean => {
  const { replicaSet } = subject.scope
  const isLater = at !== undefined && at >= (subject.memory.released?.at ?? 0) - 1000
  return isLater && replicaSet !== undefined && message.includes(`"${replicaSet.name}"`)
}

const stuck = (subject: ComponentCase) => {
  const { deployment } = subject.scope
  const condition = deployment && findCondition(deployment.conditions, 'Progressing')
  if (!deployment || condition?.status !== 'False' || !isObserved(deployment)) return undefined
  const isCreateError = condition.reason === 'ReplicaSetCreateError'
  if (!isCreateError && !isAboutNow(subject, condition.updatedAt ?? condition.since, condition.message))
    return undefined
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
      isDefinitive: true,
    },
  )
}

export const noProgress: ComponentRule = (subject) => paused(subject) ?? stuck(subject)
