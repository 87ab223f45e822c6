import type { PodFacts } from '../read-pod.ts'
import { activePods } from '../scope.ts'
import type { Part, Scene } from './facts.ts'

/** Pods that serve or are about to: everything that is not on its way out. */
export const currentPods = (scene: Scene, part: Part): PodFacts[] => activePods(scene.memory, part.scope)

export const stayingPods = (scene: Scene, part: Part): PodFacts[] => [
  ...currentPods(scene, part),
  ...part.scope.oldPods.filter((pod) => pod.deletionAt === undefined),
]

export const readyOf = (pods: PodFacts[]): PodFacts[] => pods.filter((pod) => pod.ready)
