/** What the page tells when a request did not work out. */
export class Problem extends Error {
  constructor(what, why) {
    super(what)
    this.why = why
  }
}

const NOT_REACHED = 'The page cannot reach its server.'

export const pods = { frontend: undefined, backend: undefined }

export async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: body && { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(15_000),
  }).catch(() => {
    pods.frontend = pods.backend = undefined
    throw new Problem(NOT_REACHED, 'Nothing you typed is lost; it can be sent again.')
  })
  pods.frontend = response.headers.get('x-frontend')
  pods.backend = response.headers.get('x-served-by')
  if (response.status === 204) return undefined
  const answer = await response.json().catch(() => ({}))
  if (response.ok) return answer
  throw new Problem(
    answer.error ?? `The server answered ${response.status}.`,
    answer.reason && `(${answer.reason})`,
  )
}
