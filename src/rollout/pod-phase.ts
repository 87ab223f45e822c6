import type { Memory } from './memory.ts'
import { hasPullTrouble, pullingSince } from './pull-state.ts'
import type { ContainerFacts } from './read-container.ts'
import type { PodFacts } from './read-pod.ts'
import type { PodPhase } from './state.ts'

const brokenReasons = new Set(['CrashLoopBackOff', 'RunContainerError', 'CreateContainerError', 'StartError'])

/** It has ended, or cannot begin, where it should be running. */
export const isBroken = (container: ContainerFacts): boolean => {
  const { run } = container
  if (run.type === 'waiting') return brokenReasons.has(run.reason)
  if (run.type !== 'terminated') return false
  return container.kind === 'init' ? run.exitCode !== 0 : true
}

/** The phase of a pod as people see it. */
export const podPhase = (memory: Memory, pod: PodFacts): PodPhase => {
  if (memory.gone.has(pod.uid)) return 'Gone'
  if (pod.deletionAt !== undefined) return 'Terminating'
  if (pod.phase === 'Failed' || pod.phase === 'Succeeded') return 'Failed'
  if (pod.ready) return 'Ready'
  if (pod.containers.some(isBroken)) return 'Failed'
  if (!pod.scheduled) return 'Pending'
  if (pod.containers.some(hasPullTrouble) || pullingSince(memory, pod) !== undefined) return 'Pulling'
  const mains = pod.containers.filter((one) => one.kind === 'main')
  return mains.length > 0 && mains.every((one) => one.run.type === 'running') ? 'Running' : 'Starting'
}
