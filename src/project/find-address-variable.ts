import type { Dockerfile } from '../dockerfile/read-dockerfile.ts'
import type { Variable } from './find-variables.ts'
import type { Finding } from './finding.ts'
import { at } from './project-files.ts'
import type { ComposeService } from './read-compose.ts'

/** The variable that compose, or the image, gives the address of another service of the project. */
export function findAddressVariable(
  services: ComposeService[],
  all: ComposeService[],
  variables: Variable[],
  image: Dockerfile | undefined,
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
  for (const { name: kind, rest, line } of image?.last ?? []) {
    const [, name = '', host = ''] = /^(\w+)[= ]"?https?:\/\/([\w-]+)(?=[:/"]|$)/.exec(rest) ?? []
    if (kind === 'ENV' && host && host !== 'localhost' && isRead(name))
      return { value: name, source: `${image!.path}:${line} ENV`, confidence: 'likely', conflicts: [] }
  }
  return undefined
}
