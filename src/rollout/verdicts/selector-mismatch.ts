import { selects } from '../read-service.ts'
import { activePods } from '../scope.ts'
import { type ComponentRule, componentFinding } from './cases.ts'

const stableMs = 5_000

export const selectorMismatch: ComponentRule = (subject) => {
  const { service } = subject.scope
  const ready = activePods(subject.memory, subject.scope).filter((pod) => pod.ready)
  const first = ready[0]
  if (!service || !first || Object.keys(service.selector).length === 0) return undefined
  if (ready.some((pod) => selects(service.selector, pod.labels))) return undefined
  const since = Math.min(...ready.map((pod) => subject.memory.readyAt.get(pod.uid) ?? subject.now))
  const wrong = Object.entries(service.selector).filter(([key, value]) => first.labels[key] !== value)
  return componentFinding(
    subject,
    { kind: 'Service', name: service.name },
    {
      class: 'selector-mismatch',
      field: 'spec.selector',
      message: `Service ${service.name} selects ${wrong.map(([key, value]) => `${key}=${value}`).join(', ')}, which no pod of ${subject.scope.component.role} has`,
      hint: `make the Service’s selector and the pods’ labels agree in the chart, then: k8sdeploy up`,
      firstSeen: since,
      count: ready.length,
      confirmedBy: `labels of ${first.name}: ${wrong.map(([key]) => `${key}=${first.labels[key] ?? '(none)'}`).join(', ')}`,
      whyNotTransient: 'labels and selectors do not change by themselves',
      isDefinitive: subject.now - since >= stableMs,
    },
  )
}
