/** A `Status` object of the API: what clients show, and what their code branches on (`reason`, `details`). */
export type StatusDetails = {
  name?: string
  group?: string
  kind?: string
  uid?: string
  causes?: StatusCause[]
  retryAfterSeconds?: number
}
export type StatusCause = { reason?: string; message?: string; field?: string }

export class ApiError extends Error {
  readonly code: number
  readonly reason: string
  readonly details: StatusDetails | undefined

  constructor(code: number, reason: string, message: string, details?: StatusDetails) {
    super(message)
    this.name = 'ApiError'
    this.code = code
    this.reason = reason
    this.details = details
  }

  toStatus(): Record<string, unknown> {
    const { code, reason, message, details } = this
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      ...(reason === '' ? {} : { reason }),
      ...(details === undefined ? {} : { details }),
      code,
    }
  }
}

type Named = { group: string; resource: string }

const qualified = ({ group, resource }: Named): string => (group === '' ? resource : `${resource}.${group}`)
const detailsOf = ({ group, resource }: Named, name: string): StatusDetails => ({
  ...(name === '' ? {} : { name }),
  ...(group === '' ? {} : { group }),
  kind: resource,
})

export const notFound = (at: Named, name: string): ApiError =>
  new ApiError(404, 'NotFound', `${qualified(at)} "${name}" not found`, detailsOf(at, name))

export const alreadyExists = (at: Named, name: string): ApiError =>
  new ApiError(409, 'AlreadyExists', `${qualified(at)} "${name}" already exists`, detailsOf(at, name))

export const conflict = (at: Named, name: string, why: string): ApiError =>
  new ApiError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(at)} "${name}": ${why}`,
    detailsOf(at, name),
  )

export const badRequest = (message: string): ApiError => new ApiError(400, 'BadRequest', message)

/** 403 with the admission's own words, as a quota or a terminating namespace gives it. */
export const forbidden = (at: Named, name: string, why: string, causes?: StatusCause[]): ApiError =>
  new ApiError(403, 'Forbidden', `${qualified(at)} "${name}" is forbidden: ${why}`, {
    ...detailsOf(at, name),
    ...(causes ? { causes } : {}),
  })

export const expired = (): ApiError =>
  new ApiError(410, 'Expired', 'The resourceVersion for the provided watch is too old.')

export type FieldProblem = { field: string; reason: string; message: string }

/** 422 with one cause per field, joined the way `kubectl` prints them. */
export function invalid(
  at: { group: string; kind: string },
  name: string,
  problems: FieldProblem[],
): ApiError {
  const sentences = problems.map(({ field, message }) => `${field}: ${message}`)
  const told = sentences.length === 1 ? sentences[0] : `[${sentences.join(', ')}]`
  const kind = at.group === '' ? at.kind : `${at.kind}.${at.group}`
  return new ApiError(422, 'Invalid', `${kind} "${name}" is invalid: ${told}`, {
    ...(name === '' ? {} : { name }),
    ...(at.group === '' ? {} : { group: at.group }),
    kind: at.kind,
    causes: problems.map(({ reason, message, field }) => ({ reason, message, field })),
  })
}
