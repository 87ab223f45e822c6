import { isScaledAway } from '../scaled-away.ts'
import { lastGoneAt } from '../tally.ts'
import { type ComponentCase, type ComponentRule, componentFinding } from './cases.ts'
import { askedAt } from './leaving.ts'

/** Who stops an app to change something starts it again. */
const stableMs = 30_000

/** The last pod that was seen to leave was sent away no later. */
const emptiedAt = ({ memory, scope }: ComponentCase): number =>
  Math.max(memory.released?.at ?? 0, lastGoneAt(memory), ...[...scope.oldPods, ...scope.newPods].map(askedAt))

/** There is nothing to wait for, and nobody serves. */
export const scaledToZero: ComponentRule = (subject) => {
  const { deployment, component } = subject.scope
  const { released } = subject.memory
  if (!deployment || !released || !isScaledAway(subject.memory, deployment)) return undefined
  const { name } = deployment
  const asked = released.replicas?.[name]
  const since = emptiedAt(subject)
  return componentFinding(
    subject,
    { kind: 'Deployment', name },
    {
      class: 'scaled-to-zero',
      field: 'spec.replicas',
      message: `somebody else scaled ${component.role} to 0 during this rollout, so nobody serves it`,
      hint: `find out who did (an autoscaler, a person), then: kubectl scale deployment/${name} --replicas=${asked}, or: k8sdeploy up`,
      firstSeen: since,
      confirmedBy: `spec.replicas: 0; this release asked for ${asked}`,
      whyNotTransient: 'it stays at 0 until somebody scales it up',
      isDefinitive: subject.now - since >= stableMs,
    },
  )
}
