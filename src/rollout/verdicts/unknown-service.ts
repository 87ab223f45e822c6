import type { Memory } from '../memory.ts'
import type { ContainerCase } from './cases.ts'

/** Another release may be about to bring it, as long as a node takes to join. */
export const askServiceAfterMs = 45_000

/** How resolvers say that they have no answer, of a name that only a Service of the namespace could have. */
const patterns = [
  /host not found in upstream "([a-z][a-z\d-]*)(?::\d+)?"/,
  /(?:ENOTFOUND|EAI_AGAIN) ([a-z][a-z\d-]*)(?![\w.-])/,
  /lookup ([a-z][a-z\d-]*)(?: on \S+)?: (?:no such host|server misbehaving)/,
  /could not translate host name "([a-z][a-z\d-]*)" to address: (?:Name or service not known|Temporary failure)/,
  /failed to resolve host '([a-z][a-z\d-]*)': .*(?:Name or service not known|Temporary failure)/,
  /UnknownHostException: ([a-z][a-z\d-]*)(?![\w.-])/,
  /bad address '([a-z][a-z\d-]*)(?::\d+)?'/,
  /getaddrinfo for host "([a-z][a-z\d-]*)"(?: port \d+)?: Name or service not known/,
  /tcp connect \(([a-z][a-z\d-]*):\d+\): non-existing domain/,
  /Could not resolve host: ([a-z][a-z\d-]*)(?![\w.-])/,
]

const nameIn = (line: string): string | undefined =>
  patterns.map((one) => one.exec(line)?.[1]).find((one) => one !== undefined)

/** Where it last said so; -1 when it never did. */
export const findLastIndexOfUnknown = (lines: string[]): number =>
  lines.findLastIndex((line) => nameIn(line) !== undefined)

/** The name without dots that the last such line could not find. */
export const findUnknownName = (lines: string[]): string | undefined => {
  const name = nameIn(lines[findLastIndexOfUnknown(lines)] ?? '')
  return name === 'localhost' ? undefined : name
}

/** The same, once the API server has said that no Service of the namespace is called so. */
export const findAbsentService = (memory: Memory, lines: string[]): string | undefined => {
  const name = findUnknownName(lines)
  return name !== undefined && memory.confirmed.get(`Service/${name}/`) === false ? name : undefined
}

/** What to do about it: compose files call services by names of their own. */
export const absentServiceHint = ({ memory, scope }: ContainerCase, absent: string): string => {
  const { role, service } = scope.component
  const living = [...memory.services.values()].filter(({ uid }) => !memory.gone.has(uid))
  const names = [...new Set(living.map(({ name }) => name))]
  const others = names.filter((one) => one !== service).slice(0, 3)
  const shown = others.length > 0 ? ` (for example ${others.join(', ')})` : ''
  return `no Service of this namespace is called ${absent}: let the ${role} ask for one that is there${shown}, then: k8sdeploy up`
}
