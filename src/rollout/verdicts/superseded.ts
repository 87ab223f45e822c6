import { templateImages, withoutRestart } from '../template-key.ts'
import { type ComponentCase, type ComponentRule, componentFinding } from './cases.ts'
import type { Finding } from './finding.ts'

const describeImages = (ours: string, theirs: string): string => {
  const [before, after] = [templateImages(ours), templateImages(theirs)]
  return before === after ? '' : `: ${before} became ${after}`
}

type Change = Pick<Finding, 'field' | 'message' | 'confirmedBy' | 'isDefinitive'>

/** Somebody was quicker than our first look at what helm wrote. */
const changedBefore = ({ memory, scope }: ComponentCase): Change | undefined => {
  const { deployment } = scope
  const writer = deployment && memory.released?.otherWriters?.[deployment.name]
  if (!writer) return undefined
  return {
    field: 'spec.template',
    message: `somebody else (${writer}) changed Deployment ${deployment.name} during this rollout`,
    confirmedBy: `metadata.managedFields: ${writer} wrote to spec.template after this rollout began`,
    isDefinitive: true,
  }
}

const changedSince = ({ memory: { released }, scope }: ComponentCase): Change | undefined => {
  const { deployment, component } = scope
  const ours = deployment && released?.templates?.[deployment.name]
  if (!deployment || !ours || deployment.template === ours) return undefined
  const written = released?.generations?.[deployment.name]
  // the watch may have yet to tell of our own change
  if (written !== undefined && deployment.generation <= written) return undefined
  const isRestart = withoutRestart(deployment.template) === withoutRestart(ours)
  return {
    field: isRestart
      ? 'spec.template.metadata.annotations["kubectl.kubernetes.io/restartedAt"]'
      : 'spec.template',
    message: isRestart
      ? `somebody else restarted ${component.role} during this rollout; its newest pods are watched`
      : `somebody else changed Deployment ${deployment.name} during this rollout${describeImages(ours, deployment.template)}`,
    confirmedBy: `generation ${deployment.generation}; this release wrote ${written ?? 'an older one'}`,
    isDefinitive: !isRestart,
  }
}

/** The Deployment is not what this release wrote any more; what comes of it says nothing about this release. */
export const superseded: ComponentRule = (subject) => {
  const change = changedBefore(subject) ?? changedSince(subject)
  if (!change) return undefined
  return componentFinding(
    subject,
    { kind: 'Deployment', name: subject.scope.component.deployment },
    {
      class: 'superseded',
      hint: 'k8sdeploy diff, kubectl rollout history deployment and helm history tell what and who; to bring this version back: k8sdeploy up',
      firstSeen: subject.memory.released?.at ?? subject.now,
      whyNotTransient: 'another rollout took its place; this one can no longer be judged',
      ...change,
    },
  )
}
