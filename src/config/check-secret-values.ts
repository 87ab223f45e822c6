import type { Fault } from './problem.ts'

/** What Kubernetes takes for all values of a Secret together. */
const mostBytes = 1024 * 1024

/** Why values cannot go into a Secret and from there into variables, or nothing. Never shows one. */
export function checkSecretValues(values: Record<string, string>): Fault | undefined {
  for (const [name, value] of Object.entries(values)) {
    const fault = checkOne(name, value)
    if (fault) return fault
  }
  const bytes = Object.values(values).reduce((sum, value) => sum + value.length, 0)
  if (bytes <= mostBytes) return undefined
  const names = Object.keys(values).join(', ')
  return {
    message: `${names} ${Object.keys(values).length === 1 ? 'is' : 'are together'} larger than the 1 MiB that a Secret holds`,
    hint: 'large files belong into the image or a volume',
  }
}

function checkOne(name: string, value: string): Fault | undefined {
  if (value.includes('\0'))
    return {
      message: `the value of ${name} holds a NUL character, which no process can be given`,
      hint: 'was a binary file taken for a text? encode it, for example with base64',
    }
  if (value.includes('\uFFFD'))
    return {
      message: `the value of ${name} is not UTF-8 text`,
      hint: 'save the file that it comes from as UTF-8',
    }
  return undefined
}
