import { type Condition, findCondition } from '../read-condition.ts'
import { isLiving } from '../scope.ts'
import { type ComponentCase, type ComponentRule, componentFinding } from './cases.ts'
import {
  type Attempt,
  type Attempts,
  describeAttempts,
  isRefusedForGood,
  isWaitingForRoom,
  latestAttempts,
  toldAttempts,
  whyRefused,
  withoutPreface,
} from './creation-attempts.ts'

type Failure = { object: { kind: string; name: string }; uid: string; field: string; condition: Condition }

/** The condition tells only of the first attempt, Events of each. */
const eachAttempt = ({ memory, now }: ComponentCase, { uid, condition }: Failure): Attempt[] => {
  const since = condition.since ?? now
  const first = { message: withoutPreface(condition.message), firstAt: since, lastAt: since, count: 0 }
  return [first, ...toldAttempts(memory, uid, since)]
}

const releasedAt = ({ memory }: ComponentCase): number => (memory.released?.at ?? 0) - 1000

/** The pauses between attempts grow to minutes; what refused the last one may be mended by now. */
const retryHint = (subject: ComponentCase, { lastAt }: Attempts): string | undefined =>
  lastAt < releasedAt(subject)
    ? `if that is mended: kubectl rollout restart deployment/${subject.scope.component.deployment} makes Kubernetes try at once`
    : undefined

const whyOf = (subject: ComponentCase, attempts: Attempts): string => {
  const holders = subject.scope.oldPods.filter((pod) => isLiving(subject.memory, pod)).length
  if (!isWaitingForRoom(attempts) || holders === 0) return whyRefused(attempts)
  const pods =
    holders === 1
      ? 'the old pod holds its share and leaves'
      : `${holders} old pods hold their share and leave`
  return `a deadlock: ${pods} only when a new one is Ready, for which there is no room`
}

const withoutPods = ({ scope }: ComponentCase): Failure | undefined => {
  const { replicaSet } = scope
  const condition = replicaSet && findCondition(replicaSet.conditions, 'ReplicaFailure')
  if (condition?.status !== 'True' || condition.reason === 'FailedDelete') return undefined
  if (replicaSet!.status.replicas >= replicaSet!.replicas) return undefined
  const { name, uid } = replicaSet!
  return {
    object: { kind: 'ReplicaSet', name },
    uid,
    field: 'status.conditions[type=ReplicaFailure]',
    condition,
  }
}

const withoutReplicaSet = ({ scope }: ComponentCase): Failure | undefined => {
  const { deployment, replicaSet } = scope
  const condition = deployment && findCondition(deployment.conditions, 'Progressing')
  if (replicaSet || condition?.reason !== 'ReplicaSetCreateError') return undefined
  const { name, uid } = deployment!
  return {
    object: { kind: 'Deployment', name },
    uid,
    field: 'status.conditions[type=Progressing]',
    condition,
  }
}

/** No pod exists to look at: the ReplicaSet says why it cannot make one, or the Deployment why it has no ReplicaSet. */
export const replicaFailure: ComponentRule = (subject) => {
  const failure = withoutPods(subject) ?? withoutReplicaSet(subject)
  if (!failure) return undefined
  const { object, field, condition } = failure
  const attempts = latestAttempts(eachAttempt(subject, failure))
  const { refusal, message, firstAt, count } = attempts
  return componentFinding(subject, object, {
    class: refusal.class,
    field,
    message: `${subject.scope.component.role} gets no pod: ${refusal.tell(message)}`,
    hint: retryHint(subject, attempts) ?? refusal.hint(message),
    firstSeen: firstAt,
    count,
    confirmedBy: `${condition.reason}, ${describeAttempts(attempts)}`,
    whyNotTransient: whyOf(subject, attempts),
    isDefinitive: isRefusedForGood(subject.memory, attempts, subject.now, releasedAt(subject)),
  })
}
