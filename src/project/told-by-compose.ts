import type { Sighting } from './finding.ts'
import { at } from './project-files.ts'
import type { ComposeService } from './read-compose.ts'
import type { Reading } from './reading.ts'

const isName = (name: string) => /^[A-Z][A-Z0-9_]*$/.test(name)

/** What compose gives the services of a component: it is asked for, wherever the source reads it. */
export const toldByCompose = (services: ComposeService[]): Reading[] =>
  services.flatMap(({ environment, line }) =>
    [...environment.keys()]
      .filter(isName)
      .map((name) => ({ path: line.path, line: line.line, name, isRequired: false })),
  )

/** `${NAME:-}`: whoever sets nothing runs it all the same. */
export const leftOpen = (services: ComposeService[]): Set<string> =>
  new Set(
    services.flatMap(({ environment }) =>
      [...environment].filter(([, value]) => /^\$\{\w+:?-\}$/.test(value)).map(([name]) => name),
    ),
  )

/** The variables that compose gives an address of PostgreSQL. */
export const givenAddresses = (services: ComposeService[]): Sighting<string>[] =>
  services.flatMap(({ name: own, environment, line }) =>
    [...environment]
      .filter(([name, value]) => isName(name) && !/(^|_)TEST_/.test(name) && isAddress(value))
      .map(([value]) => ({ value, source: `${at(line)} ${own}`, confidence: 'likely' as const })),
  )

export const isAddress = (value: string) =>
  /^(?:jdbc:)?(?:postgres(?:ql)?|postgis)(?:\+\w+)?:\/\//.test(value)
