import { notAnApi } from './not-an-api.ts'
import { pluralOf } from './resources.ts'
import { type Attempt, statusError } from './status-error.ts'
import type { ApiRequest, Transport } from './transport.ts'

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
  if (response.status >= 300) throw statusError(response, attempt)
  try {
    return JSON.parse(response.text) as unknown
  } catch (cause) {
    throw notAnApi(api.context, 'it sent no JSON', cause)
  }
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
