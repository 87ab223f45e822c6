import { fallbackOf, type Reading } from './reading.ts'

const taken = /(\w+)\s*:?[:=]\s*(?:strings\.\w+\()?os\.Getenv\(/

/** What nobody does who can go on. */
const givesUp = /\b(?:panic|Fatal\w*|Exit|Errorf|New)\(|\berr\b|\bErr\w+/

/** Go reads nothing as an empty text: what the file does about that tells whether the variable is needed. */
export function readGoFallback(
  line: string,
  text: string,
): Pick<Reading, 'fallback' | 'isRequired'> | undefined {
  const name = taken.exec(line)?.[1]
  const block =
    name && new RegExp(`\\b${name}\\s*==\\s*""\\s*\\{\\s*\\n([\\s\\S]*?)\\n\\s*\\}`).exec(text)?.[1]
  if (block === undefined || block === '') return undefined
  const given = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)")?`).exec(block)
  if (given) return { fallback: fallbackOf(given[1]), isRequired: false }
  return { isRequired: givesUp.test(block) || !/\breturn\b/.test(block) }
}
