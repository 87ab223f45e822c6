type Mask = (text: string) => string

/**
 * What programs and nodes said, as it stands in the messages of an object: masked before anything is made of it, because
 * half a secret, cut to fit a line, is none that anybody could find again.
 */
export function maskMessages<T extends object>(object: T, mask: Mask): T {
  const told = object as { status?: unknown; message?: unknown }
  const [status, message] = [masked(told.status, mask), textIn(told.message, mask)]
  return status === told.status && message === told.message ? object : { ...object, status, message }
}

const textIn = (value: unknown, mask: Mask) => (typeof value === 'string' ? mask(value) : value)

/** The same object where there is nothing to mask. */
function masked(value: unknown, mask: Mask): unknown {
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(
    ([key, part]) => [key, part, key === 'message' ? textIn(part, mask) : masked(part, mask)] as const,
  )
  if (entries.every(([, before, after]) => before === after)) return value
  const changed = entries.map(([key, , after]) => [key, after] as const)
  return Array.isArray(value) ? changed.map(([, after]) => after) : Object.fromEntries(changed)
}
