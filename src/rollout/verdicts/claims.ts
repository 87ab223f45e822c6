import type { EventFacts } from '../read-event.ts'
import type { PodFacts } from '../read-pod.ts'
import { isLiving } from '../scope.ts'
import type { PodCase } from './cases.ts'

/** What is wrong with a volume claim that keeps its pod from finding a node. */
export type ClaimTrouble = {
  message: string
  hint: string
  confirmedBy: string
  why: string
  /** Undefined when it may come right by itself. */
  patienceMs?: number
  evidence?: string[]
}

const missing = (subject: PodCase, said: string): ClaimTrouble | undefined => {
  const { confirmed } = subject.memory
  const name = subject.pod.placement.claims.find(
    (claim) =>
      said.includes(`"${claim}" not found`) && confirmed.get(`PersistentVolumeClaim/${claim}/`) === false,
  )
  return name === undefined
    ? undefined
    : {
        message: `its volume claim ${name} does not exist`,
        hint: `create the PersistentVolumeClaim ${name} (or let the chart make it), then: k8sdeploy up`,
        confirmedBy: `asked the API server: PersistentVolumeClaim ${name} is not there`,
        why: 'nothing of this release will create it',
        patienceMs: 10_000,
      }
}

const claimEvents = (subject: PodCase): EventFacts[] =>
  [...subject.memory.events.values()]
    .flatMap((events) => [...events.values()])
    .filter(
      ({ about }) =>
        about.kind === 'PersistentVolumeClaim' && subject.pod.placement.claims.includes(about.name),
    )
    .sort((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0))

/** A claim whose volume has been made is bound: what was said before that is over. */
const madeAt = (events: EventFacts[], name: string): number =>
  Math.max(
    ...events
      .filter(({ reason, about }) => reason === 'ProvisioningSucceeded' && about.name === name)
      .map(({ lastAt }) => lastAt ?? 0),
    Number.NEGATIVE_INFINITY,
  )

type Sentence = { pattern: RegExp; tell(name: string, event: EventFacts): Omit<ClaimTrouble, 'confirmedBy'> }

const sentences: Sentence[] = [
  {
    pattern: /storageclass\S* "?([^"\s]+)"? not found/i,
    tell: (name, { message }) => ({
      message: `its volume claim ${name} names the StorageClass ${/"([^"]+)" not found/.exec(message)?.[1] ?? ''}, which does not exist`,
      hint: 'kubectl get storageclass, and let the claim name one of them, then: k8sdeploy up',
      why: 'without its StorageClass nobody makes a volume for the claim',
      patienceMs: 15_000,
    }),
  },
  {
    pattern: /no persistent volumes available.*no storage class is set/i,
    tell: (name) => ({
      message: `its volume claim ${name} has no StorageClass, and no PersistentVolume fits it`,
      hint: 'kubectl get storageclass,pv, and let the claim name a class (or make a volume), then: k8sdeploy up',
      why: 'without a StorageClass nobody makes a volume for the claim',
      patienceMs: 45_000,
    }),
  },
  {
    pattern: /./,
    tell: (name, { message }) => ({
      message: `its volume claim ${name} has no volume yet: ${message}`,
      hint: `kubectl describe pvc ${name}`,
      why: 'the volume may still be made',
    }),
  },
]

const unbound = (subject: PodCase): ClaimTrouble | undefined => {
  const events = claimEvents(subject)
  const event = events.find((one) => (one.lastAt ?? 0) > madeAt(events, one.about.name))
  const sentence = event && sentences.find(({ pattern }) => pattern.test(event.message))
  return event && sentence
    ? {
        ...sentence.tell(event.about.name, event),
        confirmedBy: `Event ${event.reason} of the claim: ${event.message}`,
      }
    : undefined
}

const isHolder = ({ memory, pod }: PodCase, other: PodFacts): boolean =>
  other.uid !== pod.uid &&
  other.node !== '' &&
  isLiving(memory, other) &&
  other.placement.claims.some((claim) => pod.placement.claims.includes(claim))

/** One pod at a time may use it: who has it keeps it until it leaves, and an old one leaves only once this pod is Ready. */
const held = (subject: PodCase, said: string): ClaimTrouble | undefined => {
  if (!/ReadWriteOncePod/.test(said)) return undefined
  const { scope, pod } = subject
  const holder = [...scope.oldPods, ...scope.newPods].find((one) => isHolder(subject, one))
  const isStuck = holder?.ready && holder.deletionAt === undefined
  const isOld = holder !== undefined && scope.oldPods.includes(holder)
  return {
    message: `its volume claim ${pod.placement.claims.join(', ')} is ReadWriteOncePod, and ${holder?.name ?? 'another pod'} has it${isStuck && isOld ? ' until this pod is Ready' : ''}`,
    hint: isOld
      ? 'let the strategy of the Deployment in the chart be Recreate, or take a new claim that is ReadWriteOnce, then: k8sdeploy up'
      : `lower ${scope.component.role}.replicas to 1, or take a new claim that is ReadWriteOnce (or ReadWriteMany), then: k8sdeploy up`,
    confirmedBy: said,
    why: isStuck
      ? 'who has the claim stays until this pod is Ready, and this pod cannot begin without it'
      : 'who has the claim may leave',
    ...(isStuck && { patienceMs: 15_000 }),
  }
}

/** The scheduler has chosen a node, and says nothing more until the volume is there. */
export const findClaimAwaited = (subject: PodCase): ClaimTrouble | undefined => {
  const [event] = claimEvents(subject)
  return event && event.reason !== 'WaitForFirstConsumer' ? unbound(subject) : undefined
}

const isAboutClaims = /persistentvolumeclaim|persistent volume|volume node affinity/i

export const findClaimTrouble = (subject: PodCase, message: string): ClaimTrouble | undefined =>
  isAboutClaims.test(message)
    ? (missing(subject, message) ?? held(subject, message) ?? unbound(subject))
    : undefined
