import type { Memory } from '../memory.ts'
import { findCondition } from '../read-condition.ts'
import type { EventFacts } from '../read-event.ts'
import { summarizeExecError } from '../summarize-exec-error.ts'
import { mergeAlike } from './alike.ts'
import { type PodCase, type PodRule, podFinding } from './cases.ts'
import { findMountCause, type MountCause, readMissingMount } from './mount-causes.ts'

const isTrouble = ({ reason }: EventFacts): boolean =>
  /^Failed(Mount|AttachVolume|CreatePodSandBox)$/.test(reason)

/** With these the node has passed the volumes and the sandbox. */
const isBeyond = ({ reason }: EventFacts): boolean => /^(Pulling|Pulled|Created|Started)$/.test(reason)

const lastOf = (events: EventFacts[]): number => Math.max(0, ...events.map(({ lastAt }) => lastAt ?? 0))

const isWaiting = ({ pod }: PodCase): boolean =>
  findCondition(pod.conditions, 'PodReadyToStartContainers')?.status !== 'True' &&
  pod.containers.every(({ run }) => run.type === 'waiting' || run.type === 'unknown') &&
  pod.containers.some(
    ({ run }) =>
      run.type === 'unknown' ||
      (run.type === 'waiting' && /^(ContainerCreating|PodInitializing)$/.test(run.reason)),
  )

const isThere = (memory: Memory, kind: string, name: string): boolean =>
  [...memory.contents.values()].some(
    (one) => one.kind === kind && one.name === name && !memory.gone.has(one.uid),
  )

/** Absent when it was asked for, and not seen since. */
const isAbsent = ({ memory }: PodCase, message: string): boolean => {
  const missing = readMissingMount(message)
  return (
    missing !== undefined &&
    memory.confirmed.get(`${missing.kind}/${missing.name}/`) === false &&
    !isThere(memory, missing.kind, missing.name)
  )
}

type Trouble = { event: EventFacts; cause: MountCause; isAbsent: boolean; forMs: number }

const isCertain = ({ event, cause, isAbsent: absent, forMs }: Trouble): boolean =>
  cause.patienceMs !== undefined &&
  event.count >= 2 &&
  forMs >= cause.patienceMs &&
  (cause.isMissing !== true || absent)

/** Of several things that were said, the one that is certain, or else the last. */
const findTrouble = (subject: PodCase): Trouble | undefined => {
  const beyond = lastOf(subject.events.filter(isBeyond))
  const troubles = mergeAlike(subject.events.filter((one) => isTrouble(one) && (one.lastAt ?? 0) >= beyond))
    .sort((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0) || b.count - a.count)
    .map((event) => ({
      event,
      cause: findMountCause(event.message),
      isAbsent: isAbsent(subject, event.message),
      forMs: subject.now - (event.firstAt ?? subject.now),
    }))
  return (
    troubles.find(isCertain) ?? troubles.find(({ cause }) => cause.patienceMs !== undefined) ?? troubles[0]
  )
}

const shorten = (message: string): string =>
  (summarizeExecError(message) ?? message)
    .replace(/^(Failed to create pod sandbox: |MountVolume\.\S+ failed for )/, '')
    .replace(/rpc error: code = \w+ desc = /g, '')
    .slice(0, 300)

/** The pod's conditions carry no message for this: only Events tell. */
export const mount: PodRule = (subject) => {
  const trouble = isWaiting(subject) ? findTrouble(subject) : undefined
  if (!trouble) return undefined
  const { event, cause } = trouble
  const isSandbox = event.reason === 'FailedCreatePodSandBox'
  const what = isSandbox ? 'no sandbox can be made for it' : 'its volumes cannot be mounted'
  return podFinding(subject, {
    class: cause.class ?? (isSandbox ? 'sandbox' : 'mount'),
    field: `events[reason=${event.reason}]`,
    message: `${subject.scope.component.role}: ${what} on node ${subject.pod.node}: ${shorten(event.message)}`,
    hint: cause.hint,
    firstSeen: event.firstAt ?? subject.now,
    lastSeen: event.lastAt ?? subject.now,
    count: event.count,
    confirmedBy: trouble.isAbsent
      ? 'asked the API server: it does not exist'
      : `Event ${event.reason} ×${event.count}: ${event.message.slice(0, 300)}`,
    whyNotTransient: cause.why,
    isDefinitive: isCertain(trouble),
  })
}
