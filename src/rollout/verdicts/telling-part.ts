const longest = 300

const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

const readObject = (line: string): unknown => {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** What a log line says about `pattern`: of a line that is JSON only the longest text that matches, because people read it. */
export const tellingPart = (line: string, pattern: RegExp): string => {
  const text = line.trim()
  const [found] = textsIn(readObject(text))
    .filter((one) => pattern.test(one))
    .sort((a, b) => b.length - a.length)
  return (found ?? text).slice(0, longest)
}
