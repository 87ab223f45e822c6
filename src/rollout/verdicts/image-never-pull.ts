import { type ContainerRule, containerFinding } from './cases.ts'
import { isOwnContainer, nameSubject } from './name-subject.ts'
import { waitingNow } from './waits.ts'

export const imageNeverPull: ContainerRule = (subject) => {
  const wait = waitingNow(subject, /^ErrImageNeverPull$/)
  if (!wait) return undefined
  const { container, pod } = subject
  return containerFinding(subject, {
    class: 'image-never-pull',
    field: `${subject.path}.state.waiting`,
    message: `${nameSubject(subject)}: image ${container.image} is not on node ${pod.node}, and its pull policy is Never`,
    hint: isOwnContainer(subject)
      ? 'deliver the image to every node: k8sdeploy up (or set images.delivery in k8sdeploy.yaml)'
      : `put the image of container ${container.name} on every node, or correct its imagePullPolicy in the chart, then: k8sdeploy up`,
    firstSeen: wait.firstAt,
    confirmedBy: wait.message || wait.reason,
    whyNotTransient: 'with imagePullPolicy Never the node will not fetch it by itself',
    isDefinitive: true,
  })
}
