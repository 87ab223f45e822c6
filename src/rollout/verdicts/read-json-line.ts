/** A log line that is an object for machines. */
export const readJsonLine = (line: string): Record<string, unknown> | undefined => {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    return undefined
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

/** The error that a line carries beside its message: a text, an object with a message, or a trace that ends with it. */
const errorIn = ({ err, error, exc_info, exception }: Record<string, unknown>): string => {
  const given = err ?? error ?? exception
  const inner = typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : {}
  return text(given) || text(inner['message']) || (text(exc_info).split('\n').at(-1) ?? '')
}

/** A line as people would have written it: what happened, and the error. */
export const asWritten = (line: string): string => {
  const object = readJsonLine(line.trim())
  if (!object) return line
  const said = text(object['msg']) || text(object['message'])
  const error = errorIn(object)
  const parts = said.includes(error) ? [said] : [said, error]
  return parts.filter((one) => one !== '').join(': ') || line
}
