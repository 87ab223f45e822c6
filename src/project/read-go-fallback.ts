import { fallbackOf, type Reading } from './reading.ts'

const taken = /(\w+)\s*:?[:=]\s*(?:strings\.\w+\()?os\.Getenv\(/

/** Go reads nothing as an empty text: what the file does about that tells whether the variable is needed. */
export function readGoFallback(
  line: string,
  text: string,
): Pick<Reading, 'fallback' | 'isRequired'> | undefined {
  const name = taken.exec(line)?.[1]
  const after = name && new RegExp(`\\b${name}\\s*==\\s*""\\s*\\{\\s*\\n([^\\n]*)`).exec(text)?.[1]
  if (!after) return undefined
  const given = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)")?`).exec(after)
  return given ? { fallback: fallbackOf(given[1]), isRequired: false } : { isRequired: true }
}
