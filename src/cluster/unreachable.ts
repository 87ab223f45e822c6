import { DeployError } from '../errors.ts'

/** Why nothing came back, in words, by the code that node gives. */
const reasons: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there (connection refused); is the cluster running?',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ENOTFOUND: 'the name is not known to DNS',
  EAI_AGAIN: 'DNS gave no answer',
  ETIMEDOUT: 'the connection timed out',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no network',
  EPROTO: 'it does not speak TLS',
  CERT_HAS_EXPIRED: 'its certificate has expired (or a clock is wrong)',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet (a clock is wrong)',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not signed by the kubeconfig’s authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not signed by the kubeconfig’s authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not signed by the kubeconfig’s authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is not signed by the kubeconfig’s authority',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS',
}

type Place = { server: string; context: string }

export function unreachable(place: Place, error: Error, signal?: AbortSignal): DeployError {
  if (error instanceof DeployError) return error
  if (signal?.aborted) return stopped(signal)
  const code = (error as NodeJS.ErrnoException).code ?? ''
  const reason =
    reasons[code] ?? (code.startsWith('HPE_') ? 'what answers there is not an API server' : error.message)
  return new DeployError(
    'CLUSTER_UNREACHABLE',
    `the cluster of context "${place.context}" does not answer at ${place.server}: ${reason}`,
    {
      hint: 'start the cluster, or choose another one with --context',
      next: [`kubectl --context ${place.context} get --raw /version`, 'kubectl config get-contexts'],
      cause: error,
    },
  )
}

const stopped = ({ reason }: AbortSignal) =>
  new DeployError(
    reason === 'SIGTERM' || reason === 'SIGHUP' ? 'TERMINATED' : 'CANCELLED',
    'stopped while asking the cluster',
    {
      hint: 'run the same command again: it goes on from what is there',
    },
  )
