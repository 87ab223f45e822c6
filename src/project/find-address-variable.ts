import type { Variable } from './find-variables.ts'
import type { Finding } from './finding.ts'
import { at } from './project-files.ts'
import type { ComposeService } from './read-compose.ts'

/** The variable that compose gives the address of another service that is built from the project. */
export function findAddressVariable(
  services: ComposeService[],
  all: ComposeService[],
  variables: Variable[],
): Finding<string> | undefined {
  const isRead = (name: string) =>
    variables.some((it) => it.name === name && it.audience === 'cluster' && it.phase === 'run')
  const isBuilt = (name: string) => all.some((it) => it.name === name && it.isBuilt)
  for (const { environment, line, name: own } of services)
    for (const [name, value] of environment) {
      const host = /^https?:\/\/([\w-]+)(?=[:/]|$)/.exec(value)?.[1]
      if (host && host !== own && isBuilt(host) && isRead(name))
        return { value: name, source: `${at(line)} ${own}`, confidence: 'likely', conflicts: [] }
    }
  return undefined
}
