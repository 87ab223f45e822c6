import { DeployError } from '../errors.ts'
import { notAnApi } from './not-an-api.ts'
import type { ApiResponse } from './transport.ts'

/** The API's `Status`, as far as it explains a refusal. */
export type ApiStatus = {
  message?: string
  reason?: string
  details?: { causes?: { field?: string; message?: string; reason?: string }[] }
}
export type Attempt = {
  verb: string
  resource: string
  namespace?: string | undefined
  name?: string
  context: string
  kind?: string | undefined
  isSecret?: boolean
}

/** What the API server refused, and why, as an error for people. Never the content of a Secret. */
export function statusError(response: ApiResponse, attempt: Attempt): DeployError {
  const status = readStatus(response.text)
  const what = whatOf(attempt)
  const cause = causeOf(response, attempt)
  if (response.status < 400)
    return notAnApi(attempt.context, `it sends to another address (HTTP ${response.status})`)
  if (response.status === 401) return notLoggedIn(attempt, cause)
  if (response.status === 403) return forbidden(what, attempt, status, cause)
  if (response.status >= 500 || response.status === 429)
    return unwell(response.status, what, whyOf(status, attempt), cause)
  return new DeployError('CLUSTER_REFUSED', `the cluster refused to ${what}: ${whyOf(status, attempt)}`, {
    evidence: (status.details?.causes ?? []).map(
      (each) => `${each.field ?? ''}: ${attempt.isSecret ? each.reason : each.message}`,
    ),
    ...(response.status === 404 ? unknownKind(attempt) : {}),
    cause,
  })
}

/** What the server said, for whoever wants to know more; of a Secret only the reason. */
export function causeOf(response: ApiResponse, { isSecret }: Attempt) {
  const status = readStatus(response.text)
  return { ...(isSecret ? { reason: status.reason } : status), status: response.status }
}

const unknownKind = ({ context }: Attempt) => ({
  hint: 'does this cluster have such objects, and is it Kubernetes that answers?',
  next: [`kubectl --context ${context} api-resources`],
})

/** The HTTP status behind a DeployError of this room, if that is what it was. */
export function httpStatusOf(error: unknown): number | undefined {
  const cause =
    error instanceof DeployError ? (error.details.cause as { status?: unknown } | undefined) : undefined
  return typeof cause?.status === 'number' ? cause.status : undefined
}

export function readStatus(text: string): ApiStatus {
  try {
    const parsed = JSON.parse(text) as unknown
    if (typeof parsed === 'object' && parsed !== null) return parsed as ApiStatus
  } catch {
    return { message: text.trim().slice(0, 300) }
  }
  return { message: text.trim().slice(0, 300) }
}

export function whatOf({ verb, resource, name, namespace }: Attempt): string {
  return `${verb} ${resource}${name ? ` ${name}` : ''}${namespace ? ` in namespace ${namespace}` : ''}`
}

/** Which rule it was, of a message that may go on with the content of a Secret. */
const ruleIn = (message: string): string | undefined =>
  /(admission webhook "[^"]+" denied the request|ValidatingAdmissionPolicy '[^']+' with binding '[^']+' denied request)/.exec(
    message,
  )?.[1]

/** The message of an invalid Secret can echo its values: only the reason and the fields are repeated. */
export function whyOf(status: ApiStatus, attempt: Attempt): string {
  const quota = /exceeded quota: .*$/.exec(status.message ?? '')?.[0]
  if (quota) return quota
  if (!attempt.isSecret) return status.message ?? status.reason ?? 'without a reason'
  const rule = ruleIn(status.message ?? '')
  if (rule) return `${rule}: its words are left out, because they may hold those of the Secret`
  const fields = (status.details?.causes ?? [])
    .map((each) => each.field)
    .filter((field) => field !== undefined)
  return [status.reason ?? 'without a reason', ...fields].join(', ')
}

function forbidden(what: string, attempt: Attempt, status: ApiStatus, cause: unknown): DeployError {
  const scope = attempt.namespace ? ` -n ${attempt.namespace}` : ''
  const isRbac = /cannot \w+ (resource|path)/.test(status.message ?? '')
  const why = isRbac || !status.message ? '' : `: ${whyOf(status, attempt)}`
  return new DeployError('FORBIDDEN', `the user of context "${attempt.context}" may not ${what}${why}`, {
    hint: isRbac ? 'ask whoever runs the cluster for this right' : 'a policy of the cluster says so',
    evidence: attempt.isSecret || !status.message ? [] : [status.message],
    next: [`kubectl --context ${attempt.context} auth can-i ${attempt.verb} ${attempt.resource}${scope}`],
    cause,
  })
}

const notLoggedIn = (attempt: Attempt, cause: unknown) =>
  new DeployError(
    'FORBIDDEN',
    `the cluster does not accept the credentials of context "${attempt.context}" (401)`,
    {
      hint: 'sign in again; the token or certificate has expired, or the cluster was created anew',
      next: [`kubectl --context ${attempt.context} get namespaces`],
      cause,
    },
  )

const unwell = (code: number, what: string, why: string, cause: unknown) =>
  new DeployError('CLUSTER_UNREACHABLE', `the cluster could not ${what}: HTTP ${code}, ${why}`, {
    hint: 'its API server is overloaded or restarting; try again in a moment',
    cause,
  })
