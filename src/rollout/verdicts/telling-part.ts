import { readJsonLine } from './read-json-line.ts'

const longest = 300

const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

/** What a log line says about `pattern`: of a line that is JSON only the longest text that matches, because people read it. */
export const tellingPart = (line: string, pattern: RegExp): string => {
  const text = line.trim()
  const [found] = textsIn(readJsonLine(text))
    .filter((one) => pattern.test(one))
    .sort((a, b) => b.length - a.length)
  return (found ?? text).slice(0, longest)
}
