import type { VerdictClass } from '../../report.ts'
import type { EventFacts } from '../read-event.ts'
import { type PodCase, type PodRule, podFinding } from './cases.ts'

const stableMs = 30_000

const classOf = (event: EventFacts): VerdictClass =>
  event.reason === 'FailedCreatePodSandBox' ? 'sandbox' : 'mount'

const isWaiting = (subject: PodCase): boolean =>
  subject.pod.containers.every((one) => one.run.type === 'waiting' || one.run.type === 'unknown') &&
  subject.pod.containers.some(
    (one) =>
      one.run.type === 'unknown' ||
      (one.run.type === 'waiting' && /^(ContainerCreating|PodInitializing)$/.test(one.run.reason)),
  )

/** `MountVolume.SetUp failed for volume "x" : secret "y" not found` */
export const readMissingMount = (
  message: string,
): { kind: 'Secret' | 'ConfigMap' | 'PersistentVolumeClaim'; name: string } | undefined => {
  const match = /(secret|configmap|persistentvolumeclaim) "([^"]+)" not found/i.exec(message)
  if (!match) return undefined
  const kinds = {
    secret: 'Secret',
    configmap: 'ConfigMap',
    persistentvolumeclaim: 'PersistentVolumeClaim',
  } as const
  return { kind: kinds[match[1]!.toLowerCase() as keyof typeof kinds], name: match[2]! }
}

const isMissing = (subject: PodCase, message: string): boolean => {
  const missing = readMissingMount(message)
  return missing !== undefined && subject.memory.confirmed.get(`${missing.kind}/${missing.name}/`) === false
}

const spanOf = (event: EventFacts): number => (event.lastAt ?? 0) - (event.firstAt ?? 0)

/** The pod's conditions carry no message for this: only Events tell. */
export const mount: PodRule = (subject) => {
  const event = subject.events
    .filter((one) => /^Failed(Mount|AttachVolume|CreatePodSandBox)$/.test(one.reason))
    .sort((a, b) => b.count - a.count)[0]
  if (!event || !isWaiting(subject)) return undefined
  const { role } = subject.scope.component
  const isAbsent = isMissing(subject, event.message)
  return podFinding(subject, {
    class: classOf(event),
    field: `events[reason=${event.reason}]`,
    message: `${role} cannot be set up on node ${subject.pod.node}: ${event.message.slice(0, 300)}`,
    hint: isAbsent
      ? 'create the missing object, then: k8sdeploy up'
      : `kubectl describe pod ${subject.pod.name}`,
    firstSeen: event.firstAt ?? subject.now,
    lastSeen: event.lastAt ?? subject.now,
    count: event.count,
    confirmedBy: isAbsent
      ? 'asked the API server: it does not exist'
      : `Event ${event.reason} ×${event.count}`,
    whyNotTransient: isAbsent
      ? 'nothing of this release will create it'
      : 'the same message again and again for more than 30 s',
    isDefinitive:
      isAbsent ||
      (event.count >= 2 && Math.max(spanOf(event), subject.now - (event.firstAt ?? subject.now)) > stableMs),
  })
}
