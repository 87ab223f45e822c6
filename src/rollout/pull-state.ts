import { eventsAbout, type Memory } from './memory.ts'
import type { ContainerFacts } from './read-container.ts'
import type { PodFacts } from './read-pod.ts'

const pullReasons = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'InvalidImageName',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
])

export const hasPullTrouble = (container: ContainerFacts): boolean =>
  container.run.type === 'waiting' && pullReasons.has(container.run.reason)

/** When the kubelet began to pull an image that it has not got yet. */
export const pullingSince = (memory: Memory, pod: PodFacts): number | undefined => {
  if (!pod.containers.some((one) => one.run.type === 'waiting' && !hasPullTrouble(one))) return undefined
  const events = eventsAbout(memory, pod.uid)
  const lastOf = (reason: string) =>
    Math.max(0, ...events.filter((one) => one.reason === reason).map((one) => one.lastAt ?? 0))
  const began = lastOf('Pulling')
  return began > 0 && lastOf('Pulled') < began && lastOf('Failed') < began ? began : undefined
}
