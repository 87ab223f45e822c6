import { DeployError } from '../errors.ts'

/** Something answers at the address, and it is not Kubernetes. */
export const notAnApi = (context: string, why: string, cause?: unknown): DeployError =>
  new DeployError(
    'CLUSTER_UNREACHABLE',
    `what answers for context "${context}" is not an API server: ${why}`,
    {
      hint: 'a proxy on the way may have answered instead, or the address is that of something else',
      next: [`kubectl --context ${context} get --raw /version`],
      cause,
    },
  )
