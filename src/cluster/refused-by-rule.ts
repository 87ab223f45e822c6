import { DeployError } from '../errors.ts'
import { readQuota } from '../rollout/verdicts/read-quota.ts'
import { findRefusal, isForWantOfRoom } from '../rollout/verdicts/refusals.ts'
import { type Attempt, causeOf, readStatus, whatOf, whyOf } from './status-error.ts'
import type { ApiResponse } from './transport.ts'

/** Whoever has the right to write was told no: by a quota, a webhook or a policy, which has a class and a hint of its own. */
export function refusedByRule(response: ApiResponse, attempt: Attempt): DeployError {
  const status = readStatus(response.text)
  const said = attempt.isSecret ? whyOf(status, attempt) : (status.message ?? '')
  const refusal = findRefusal(status.message ?? '')
  const { name = '', resource, kind = resource } = attempt
  return new DeployError(
    'CLUSTER_REFUSED',
    `the cluster refused to ${whatOf(attempt)}: ${refusal.tell(said)}`,
    {
      hint: refusal.hint(said),
      next: lookAt(attempt, readQuota(said)?.name),
      blame: {
        class: refusal.class,
        object: { kind, name },
        field: 'metadata',
        whyNotTransient: isForWantOfRoom(refusal) ? 'it has no room until somebody makes some' : refusal.why,
        confirmedBy: said,
      },
      cause: causeOf(response, attempt),
    },
  )
}

const lookAt = ({ context, namespace }: Attempt, quota: string | undefined): string[] =>
  quota
    ? [`kubectl --context ${context} describe resourcequota ${quota}${namespace ? ` -n ${namespace}` : ''}`]
    : []
