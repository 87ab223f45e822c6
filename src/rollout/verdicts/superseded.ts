import { templateImages, withoutRestart } from '../template-key.ts'
import { type ComponentRule, componentFinding } from './cases.ts'

const describeImages = (ours: string, theirs: string): string => {
  const [before, after] = [templateImages(ours), templateImages(theirs)]
  return before === after ? '' : `: ${before} became ${after}`
}

/** The Deployment is not what this release wrote any more; what comes of it says nothing about this release. */
export const superseded: ComponentRule = (subject) => {
  const { released } = subject.memory
  const { deployment } = subject.scope
  const ours = deployment && released?.templates?.[deployment.name]
  if (!deployment || !ours || deployment.template === ours) return undefined
  const written = released?.generations?.[deployment.name]
  // the watch may have yet to tell of our own change
  if (written !== undefined && deployment.generation <= written) return undefined
  const isRestart = withoutRestart(deployment.template) === withoutRestart(ours)
  const { role } = subject.scope.component
  return componentFinding(
    subject,
    { kind: 'Deployment', name: deployment.name },
    {
      class: 'superseded',
      field: isRestart
        ? 'spec.template.metadata.annotations["kubectl.kubernetes.io/restartedAt"]'
        : 'spec.template',
      message: isRestart
        ? `somebody else restarted ${role} during this rollout; its newest pods are watched`
        : `somebody else changed Deployment ${deployment.name} during this rollout${describeImages(ours, deployment.template)}`,
      hint: 'kubectl rollout history deployment and helm history tell who; to bring this version back: k8sdeploy up',
      firstSeen: released.at,
      confirmedBy: `generation ${deployment.generation}; this release wrote ${written ?? 'an older one'}`,
      whyNotTransient: 'another rollout took its place; this one can no longer be judged',
      isDefinitive: !isRestart,
    },
  )
}
