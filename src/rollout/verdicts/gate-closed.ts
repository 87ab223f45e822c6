import { findClosedGate } from '../closed-gate.ts'
import { type PodRule, podFinding } from './cases.ts'

/** A load balancer may take its time: only the deadline ends the wait. */
export const gateClosed: PodRule = (subject) => {
  const gate = findClosedGate(subject.pod)
  if (!gate) return undefined
  const { role } = subject.scope.component
  return podFinding(subject, {
    class: 'never-ready',
    field: `status.conditions[type=${gate.name}]`,
    message: `${role}’s containers are ready, but its readiness gate ${gate.name} is closed: ${gate.told}`,
    hint: `does the controller run that sets ${gate.name}? kubectl get pod ${subject.pod.name} -o yaml`,
    firstSeen: gate.since,
    confirmedBy: `condition ${gate.name}: ${gate.told}`,
    whyNotTransient: 'its controller may open it at any moment',
    isDefinitive: false,
  })
}
