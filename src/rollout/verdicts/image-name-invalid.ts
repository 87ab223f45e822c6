import { type ContainerRule, containerFinding } from './cases.ts'
import { isOwnContainer, nameSubject } from './name-subject.ts'
import { waitingNow } from './waits.ts'

export const imageNameInvalid: ContainerRule = (subject) => {
  const wait = waitingNow(subject, /^InvalidImageName$/)
  if (!wait) return undefined
  const { container, scope } = subject
  return containerFinding(subject, {
    class: 'image-name-invalid',
    field: `${subject.path}.state.waiting`,
    message: `${nameSubject(subject)}: "${container.image}" is not a valid image name`,
    hint: isOwnContainer(subject)
      ? `correct images or ${scope.component.role}.image in k8sdeploy.yaml, then: k8sdeploy up`
      : `correct the image of container ${container.name} in the chart, then: k8sdeploy up`,
    firstSeen: wait.firstAt,
    confirmedBy: wait.message || wait.reason,
    whyNotTransient: 'the kubelet cannot even parse the name; no registry was asked',
    countsAlone: true,
    isDefinitive: true,
  })
}
