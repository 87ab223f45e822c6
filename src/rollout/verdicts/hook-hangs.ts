import type { EventFacts } from '../read-event.ts'
import { type ContainerRule, containerFinding } from './cases.ts'
import { hookOf } from './hook-failed.ts'

const longMs = 30_000
const isSilent = /^(ContainerCreating|PodInitializing)$/

const latest = (events: EventFacts[]): number | undefined =>
  events.reduce<number | undefined>((last, { lastAt }) => Math.max(last ?? 0, lastAt ?? 0), undefined)

/** The kubelet says nothing of a container until its hook has ended: this is never certain, but at the deadline it is the reason. */
export const hookHangs: ContainerRule = (subject) => {
  const { container, events, now, scope } = subject
  const { run } = container
  if (!container.postStart || run.type !== 'waiting' || !isSilent.test(run.reason)) return undefined
  const startedAt = latest(
    events.filter(({ reason, about }) => reason === 'Started' && about.container === container.name),
  )
  const othersAt = latest(
    events.filter(({ about }) => about.container !== '' && about.container !== container.name),
  )
  // the kubelet turns to the next container once the hook of this one has ended
  if (startedAt === undefined || now - startedAt < longMs || (othersAt ?? 0) > startedAt) return undefined
  const seconds = Math.round((now - startedAt) / 1000)
  return containerFinding(subject, {
    class: 'cannot-start',
    field: `${subject.path}.state.waiting`,
    message: `${scope.component.role} has not begun: ${hookOf(subject)} does not end`,
    hint: 'correct lifecycle.postStart in the chart, then: k8sdeploy up',
    firstSeen: startedAt,
    confirmedBy: `Event Started ${seconds} s ago, and the container is not said to run`,
    whyNotTransient: 'Kubernetes waits for the hook before it asks any probe',
    isDefinitive: false,
  })
}
