import type { Memory } from '../memory.ts'

/** Another release may be about to bring it. */
export const askServiceAfterMs = 20_000

/** How resolvers say that there is no such name, of a name that only a Service of the namespace could have. */
const patterns = [
  /host not found in upstream "([a-z][a-z\d-]*)(?::\d+)?"/,
  /ENOTFOUND ([a-z][a-z\d-]*)(?![\w.-])/,
  /lookup ([a-z][a-z\d-]*)(?: on \S+)?: no such host/,
  /could not translate host name "([a-z][a-z\d-]*)" to address: Name or service not known/,
  /failed to resolve host '([a-z][a-z\d-]*)': .*Name or service not known/,
  /UnknownHostException: ([a-z][a-z\d-]*)(?![\w.-])/,
  /Could not resolve host: ([a-z][a-z\d-]*)(?![\w.-])/,
]

/** The name without dots that the last such line could not find. */
export const findUnknownName = (lines: string[]): string | undefined => {
  for (const line of lines.toReversed()) {
    const name = patterns.map((one) => one.exec(line)?.[1]).find((one) => one !== undefined)
    if (name !== undefined) return name === 'localhost' ? undefined : name
  }
  return undefined
}

/** The same, once the API server has said that no Service of the namespace is called so. */
export const findAbsentService = (memory: Memory, lines: string[]): string | undefined => {
  const name = findUnknownName(lines)
  return name !== undefined && memory.confirmed.get(`Service/${name}/`) === false ? name : undefined
}
