import { eventsAbout } from '../memory.ts'
import { type Condition, findCondition } from '../read-condition.ts'
import { isLiving } from '../scope.ts'
import { lastGoneAt } from '../tally.ts'
import { type ComponentCase, type ComponentRule, componentFinding } from './cases.ts'
import { isBeyondQuota, readQuota } from './read-quota.ts'
import { findRefusal, isForWantOfRoom, type Refusal } from './refusals.ts'
import { isRoomToCome } from './room-to-come.ts'

type Failure = { object: { kind: string; name: string }; uid: string; field: string; condition: Condition }
type Attempt = { message: string; firstAt: number; lastAt: number; count: number }
type Attempts = Attempt & { refusal: Refusal; hasEvents: boolean }

/** A quota's count of what is used follows the pods with a delay. */
const recountMs = 3000

const clean = (message: string): string =>
  message.replace(/^(Error creating|Failed to create new replica set "[^"]*"): /, '')

/** The controller tries again after pauses that double; its Events tell of each attempt, the condition only of the first. */
const eachAttempt = (subject: ComponentCase, { uid, condition }: Failure): Attempt[] => {
  const since = condition.since ?? subject.now
  const events = eventsAbout(subject.memory, uid).filter((one) =>
    /^(FailedCreate|ReplicaSetCreateError)$/.test(one.reason),
  )
  return [
    { message: clean(condition.message), firstAt: since, lastAt: since, count: 0 },
    ...events.map((one) => ({
      message: clean(one.message),
      firstAt: one.firstAt ?? since,
      lastAt: one.lastAt ?? since,
      count: one.count,
    })),
  ]
}

/** Those attempts that were refused for the same reason as the latest. */
const latestAttempts = (all: Attempt[]): Attempts => {
  const latest = all.reduce((a, b) => (b.lastAt > a.lastAt ? b : a))
  const refusal = findRefusal(latest.message)
  const alike = all.filter((one) => findRefusal(one.message) === refusal)
  return {
    refusal,
    message: latest.message,
    firstAt: Math.min(...alike.map((one) => one.firstAt)),
    lastAt: latest.lastAt,
    hasEvents: all.length > 1,
    count: Math.max(
      1,
      alike.reduce((sum, one) => sum + one.count, 0),
    ),
  }
}

/** Without Events to count, twice the time has to do. */
const isStable = ({ now }: ComponentCase, attempts: Attempts, from: number): boolean => {
  const { refusal, firstAt, lastAt, hasEvents } = attempts
  if (!hasEvents) return now - Math.max(firstAt, from) >= 2 * refusal.stableMs
  return lastAt - firstAt >= refusal.stableMs && lastAt >= from
}

const releasedAt = ({ memory }: ComponentCase): number => (memory.released?.at ?? 0) - 1000

const isBeyond = ({ message }: Attempts): boolean => isBeyondQuota(readQuota(message))

const isDefinitive = (subject: ComponentCase, attempts: Attempts): boolean => {
  const { memory } = subject
  const from = releasedAt(subject)
  const isWaiting = isForWantOfRoom(attempts.refusal) && !isBeyond(attempts)
  if (!isWaiting) return isStable(subject, attempts, from)
  return !isRoomToCome(memory) && isStable(subject, attempts, Math.max(from, lastGoneAt(memory) + recountMs))
}

/** The pauses between attempts grow to minutes; what refused the last one may be mended by now. */
const retryHint = (subject: ComponentCase, { lastAt }: Attempts): string | undefined =>
  lastAt < releasedAt(subject)
    ? `if that is mended: kubectl rollout restart deployment/${subject.scope.component.deployment} makes Kubernetes try at once`
    : undefined

const whyOf = (subject: ComponentCase, attempts: Attempts): string => {
  const { refusal } = attempts
  if (isBeyond(attempts)) return 'it asks for more than the quota allows in all, whoever leaves'
  const holders = subject.scope.oldPods.filter((pod) => isLiving(subject.memory, pod)).length
  if (!isForWantOfRoom(refusal) || holders === 0) return refusal.why
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
  const { refusal, message, firstAt, lastAt, count } = attempts
  return componentFinding(subject, object, {
    class: refusal.class,
    field,
    message: `${subject.scope.component.role} gets no pod: ${refusal.tell(message)}`,
    hint: retryHint(subject, attempts) ?? refusal.hint(message),
    firstSeen: firstAt,
    count,
    confirmedBy: `${condition.reason}, tried ${count}× over ${Math.round((lastAt - firstAt) / 1000)} s: ${message}`,
    whyNotTransient: whyOf(subject, attempts),
    isDefinitive: isDefinitive(subject, attempts),
  })
}
