import { type ContainerRule, containerFinding } from './cases.ts'
import { waitingNow } from './waits.ts'

export const imageNameInvalid: ContainerRule = (subject) => {
  const wait = waitingNow(subject, /^InvalidImageName$/)
  if (!wait) return undefined
  const { container, scope } = subject
  return containerFinding(subject, {
    class: 'image-name-invalid',
    field: `${subject.path}.state.waiting`,
    message: `${scope.component.role}: "${container.image}" is not a valid image name`,
    hint: `correct images or ${scope.component.role}.image in k8sdeploy.yaml, then: k8sdeploy up`,
    firstSeen: wait.firstAt,
    confirmedBy: wait.message || wait.reason,
    whyNotTransient: 'the kubelet cannot even parse the name; no registry was asked',
    isDefinitive: true,
  })
}
