import { notAnApi } from './not-an-api.ts'
import { pluralOf } from './resources.ts'
import { type Attempt, readStatus, statusError } from './status-error.ts'
import type { ApiRequest, ApiResponse, Transport } from './transport.ts'

export type Api = { transport: Transport; context: string }

export type Purpose = {
  verb: string
  kind?: string
  resource?: string
  namespace?: string | undefined
  name?: string
  /** With this key a 404 is an answer: undefined. */
  absent?: undefined
}

/** Sends a request and reads its JSON; every refusal becomes an error in words. */
export async function checked(api: Api, request: ApiRequest, purpose: Purpose): Promise<unknown> {
  const response = await api.transport.call(request)
  if (response.status === 404 && 'absent' in purpose) return undefined
  const attempt = attemptOf(purpose, api.context)
  if (response.status >= 300) throw await errorOf(response, attempt)
  try {
    return JSON.parse(response.text) as unknown
  } catch (cause) {
    throw notAnApi(api.context, 'it sent no JSON', cause)
  }
}

const writes = /^(patch|create|update|delete)$/
const ruleWords = /exceeded quota: |admission webhook "|ValidatingAdmissionPolicy '|" is forbidden: (?!User )/

/** Asked for by who has the right to it: admission says no, which reads are never asked about. */
const isByRule = ({ status, text }: ApiResponse, { verb }: Attempt): boolean =>
  status === 403 && writes.test(verb) && ruleWords.test(readStatus(text).message ?? '')

/** What rules say is only loaded when one has spoken. */
async function errorOf(response: ApiResponse, attempt: Attempt): Promise<Error> {
  if (!isByRule(response, attempt)) return statusError(response, attempt)
  const { refusedByRule } = await import('./refused-by-rule.ts')
  return refusedByRule(response, attempt)
}

export function attemptOf(purpose: Purpose, context: string): Attempt {
  return {
    verb: purpose.verb,
    resource: purpose.resource ?? pluralOf(purpose.kind ?? ''),
    namespace: purpose.namespace,
    context,
    kind: purpose.kind,
    isSecret: purpose.kind === 'Secret',
    ...(purpose.name ? { name: purpose.name } : {}),
  }
}
