import type { ContainerCase } from './cases.ts'

/** A pod may name pull secrets that nobody has made; then the registry is asked without a name. */
export const missingPullSecrets = ({ events }: ContainerCase): string | undefined =>
  events
    .filter(({ reason }) => reason === 'FailedToRetrieveImagePullSecret')
    .map(({ message }) => /pull secrets \(([^)]+)\)/.exec(message)?.[1])
    .find((names) => names !== undefined)

const registryOf = (image: string): string => {
  const [first = ''] = image.split('/')
  return image.includes('/') && /[.:]|^localhost$/.test(first) ? first : 'docker.io'
}

/** What to add to a pull that failed where the pod's own pull secret is missing: registries answer "not found" to strangers too. */
export const tellPullSecret = (
  subject: ContainerCase,
  cause: { class: string; hint: string },
): { said: string; hint: string } => {
  const missing = /^image-(denied|not-found)$/.test(cause.class) ? missingPullSecrets(subject) : undefined
  if (missing === undefined) return { said: '', hint: cause.hint }
  const [first] = missing.split(', ')
  const registry = registryOf(subject.container.image)
  return {
    said: `; its pull secret ${missing} does not exist`,
    hint: `kubectl create secret docker-registry ${first} -n ${subject.pod.namespace} --docker-server=${registry}, with --docker-username and --docker-password, then: k8sdeploy up`,
  }
}
