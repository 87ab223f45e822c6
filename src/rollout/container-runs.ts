import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node'

/** One container of a pod, and how far its newest run is. */
export type ContainerRunState = {
  container: string
  /** Tells one run from the next; absent before the first. */
  run?: string
  isRunning: boolean
  restarts: number
}

/** Init containers first, in the order in which they run. */
export const containerRuns = ({ status }: V1Pod): ContainerRunState[] =>
  [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].map(runOf)

const runOf = ({
  name,
  state,
  lastState,
  containerID,
  restartCount,
}: V1ContainerStatus): ContainerRunState => {
  const run = containerID || state?.terminated?.containerID || lastState?.terminated?.containerID
  return {
    container: name,
    isRunning: state?.running !== undefined,
    restarts: restartCount,
    ...(run ? { run } : {}),
  }
}
