import { type ContainerHistory, eventsAbout, historyOf, type LogFacts, type Memory } from '../memory.ts'
import type { ContainerFacts } from '../read-container.ts'
import type { EventFacts } from '../read-event.ts'
import type { PodFacts } from '../read-pod.ts'
import type { Scope } from '../scope.ts'
import type { Finding } from './finding.ts'
import { troubledPods } from './troubled-pods.ts'

export type ComponentCase = { memory: Memory; scope: Scope; now: number }
export type PodCase = ComponentCase & { pod: PodFacts; events: EventFacts[] }
export type ContainerCase = PodCase & {
  container: ContainerFacts
  /** Where its status stands, e.g. `status.containerStatuses[0]`. */
  path: string
  history: ContainerHistory
  /** Oldest run first. */
  logs: LogFacts[]
}

export type ComponentRule = (subject: ComponentCase) => Finding | undefined
export type PodRule = (subject: PodCase) => Finding | undefined
export type ContainerRule = (subject: ContainerCase) => Finding | undefined

export const podCases = (subject: ComponentCase): PodCase[] =>
  troubledPods(subject.memory, subject.scope).map((pod) => ({
    ...subject,
    pod,
    events: eventsAbout(subject.memory, pod.uid),
  }))

/** A run that has said nothing yet does not unsay what the one before it died of. */
export const logsOf = (memory: Memory, pod: string, container: string): LogFacts[] =>
  [...(memory.logs.get(`${pod}/${container}`)?.values() ?? [])]
    .filter(({ lines }) => lines.some((line) => line.trim() !== ''))
    .sort((a, b) => a.attempt - b.attempt)

export const containerCases = (subject: PodCase): ContainerCase[] => {
  const isMain = (one: ContainerFacts) => one.kind === 'main'
  return subject.pod.containers.map((container) => {
    const siblings = subject.pod.containers.filter((one) => isMain(one) === isMain(container))
    const list = isMain(container) ? 'containerStatuses' : 'initContainerStatuses'
    return {
      ...subject,
      container,
      path: `status.${list}[${siblings.indexOf(container)}]`,
      history: historyOf(subject.memory, subject.pod.uid, container.name),
      logs: logsOf(subject.memory, subject.pod.name, container.name),
    }
  })
}

type Told = Omit<Finding, 'object' | 'podUid' | 'container' | 'firstSeen' | 'lastSeen' | 'count'> &
  Partial<Pick<Finding, 'firstSeen' | 'lastSeen' | 'count'>>

export const podFinding = (subject: PodCase, told: Told): Finding => ({
  firstSeen: subject.pod.createdAt ?? subject.now,
  lastSeen: subject.now,
  count: 1,
  ...told,
  object: { kind: 'Pod', name: subject.pod.name, component: subject.scope.component.role },
  podUid: subject.pod.uid,
})

export const containerFinding = (subject: ContainerCase, told: Told): Finding => {
  const finding = podFinding(subject, told)
  return {
    ...finding,
    object: { ...finding.object, container: subject.container.name },
    container: subject.container.name,
  }
}

export const componentFinding = (
  subject: ComponentCase,
  object: { kind: string; name: string },
  told: Told,
): Finding => ({
  firstSeen: subject.now,
  lastSeen: subject.now,
  count: 1,
  ...told,
  object: { ...object, component: subject.scope.component.role },
})
