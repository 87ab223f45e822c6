import type { Verdict } from '../report.ts'
import { beginRollout } from './begin.ts'
import type { RolloutEvent } from './event.ts'
import type { WatchedKind, WatchedKinds } from './kube.ts'
import { emptyMemory, type Memory } from './memory.ts'
import { findCondition, readConditions } from './read-condition.ts'
import { readTime } from './read-metadata.ts'
import { remember } from './remember.ts'
import { scopes } from './scope.ts'
import type { RolloutState, RolloutTarget } from './state.ts'
import { findDoom } from './verdicts/doom.ts'
import { explains } from './verdicts/explains.ts'
import { headline, withoutEffects } from './verdicts/headline.ts'
import { findTrouble } from './verdicts/ladder.ts'

/** Everything in a namespace at one moment, by kind; Secret values are hashes. */
export type Snapshot = { [K in WatchedKind]: WatchedKinds[K][] }

const podSince = (pod: WatchedKinds['Pod'], now: number): number => {
  const conditions = readConditions(pod.status?.conditions)
  const ready = findCondition(conditions, 'Ready')
  return (
    (ready?.status === 'True' ? ready.since : undefined) ?? readTime(pod.metadata?.creationTimestamp) ?? now
  )
}

/** Nobody watched: what a pod shows now it is taken to have shown since it began. */
const toEvent = (kind: WatchedKind, object: object, now: number): RolloutEvent =>
  ({
    type: 'seen',
    at: kind === 'Pod' ? podSince(object as WatchedKinds['Pod'], now) : now,
    kind,
    object,
  }) as RolloutEvent

/** The memory of somebody who saw only this moment. */
export const memoryOf = (snapshot: Snapshot, release: string, now: number): Memory => {
  const events = (Object.keys(snapshot) as WatchedKind[]).flatMap((kind) =>
    snapshot[kind].map((object) => toEvent(kind, object, now)),
  )
  const begun: Memory = { ...emptyMemory(), released: { at: 0, revision: 0 } }
  return events.reduce((memory, event) => remember(memory, release, event), begun)
}

export const targetOf = (release: string, namespace: string): RolloutTarget => ({
  namespace,
  release,
  components: (['frontend', 'backend'] as const).map((role) => ({
    role,
    deployment: `${release}-${role}`,
    service: `${release}-${role}`,
    configMap: `${release}-${role}-config`,
    secret: `${release}-secrets`,
  })),
  timeoutSeconds: 0,
  soakSeconds: 0,
  until: 'complete',
})

/** A rollout that nobody watched, as far as one moment tells of it: what it wants to know next can be asked and told. */
export const stateOf = (snapshot: Snapshot, target: RolloutTarget, now: number): RolloutState => {
  const memory = memoryOf(snapshot, target.release, now)
  return { ...beginRollout(target, now), phase: 'progressing', memory }
}

/** What the ladder condemns without waiting, one verdict per component that is a root. */
export const diagnoseNow = ({ memory, target, now }: RolloutState): Verdict[] => {
  const sight = { memory, scopes: scopes(memory, target) }
  const trouble = findTrouble(memory, sight.scopes, now)
  const certain = findDoom(memory, sight.scopes, trouble)
  const doom = withoutEffects(certain, trouble, sight).filter(
    (one) => !certain.some((cause) => explains(sight, cause, one)),
  )
  const components = [...new Set(doom.map((one) => one.object.component))]
  return components
    .map((role) =>
      headline(
        doom.filter((one) => one.object.component === role),
        trouble,
        sight,
      ),
    )
    .filter((one) => one !== undefined)
}
