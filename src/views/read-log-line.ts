const messageKeys = ['message', 'msg']
const levelKeys = ['level', 'severity', 'lvl']

/** Of a log line that is a JSON document, what a person would have written: `error cannot reach the queue`. */
export function readLogLine(line: string): string {
  const fields = readObject(line)
  const [message, level] = [textOf(fields, messageKeys), textOf(fields, levelKeys)]
  if (!message) return line
  return [level, message].filter((part) => part !== undefined).join(' ')
}

function readObject(line: string): Record<string, unknown> {
  if (!line.startsWith('{')) return {}
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    // a line like any other
    return {}
  }
}

const textOf = (fields: Record<string, unknown>, keys: string[]): string | undefined => {
  const found = keys.map((key) => fields[key]).find((value) => typeof value === 'string' && value !== '')
  return found as string | undefined
}
