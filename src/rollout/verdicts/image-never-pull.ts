import { type ContainerRule, containerFinding } from './cases.ts'
import { waitingNow } from './waits.ts'

export const imageNeverPull: ContainerRule = (subject) => {
  const wait = waitingNow(subject, /^ErrImageNeverPull$/)
  if (!wait) return undefined
  const { container, scope, pod } = subject
  return containerFinding(subject, {
    class: 'image-never-pull',
    field: `${subject.path}.state.waiting`,
    message: `${scope.component.role}: image ${container.image} is not on node ${pod.node}, and its pull policy is Never`,
    hint: 'deliver the image to every node: k8sdeploy up (or set images.delivery in k8sdeploy.yaml)',
    firstSeen: wait.firstAt,
    confirmedBy: wait.message || wait.reason,
    whyNotTransient: 'with imagePullPolicy Never the node will not fetch it by itself',
    isDefinitive: true,
  })
}
