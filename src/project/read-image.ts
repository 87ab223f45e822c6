import { envPairs } from '../dockerfile/env-pairs.ts'
import { buildOf, type ImageCommand, startOf } from '../dockerfile/image-commands.ts'
import { baseName, type Dockerfile, findLast } from '../dockerfile/read-dockerfile.ts'
import type { Finding } from './finding.ts'

export function userOf(file: Dockerfile | undefined): Finding<string> | undefined {
  const user = file && findLast(file, 'USER')
  return (
    user && {
      value: user.rest,
      source: `${file.path}:${user.line} USER`,
      confidence: 'certain',
      conflicts: [],
    }
  )
}

/** What the image sets to a value of its own. */
export const setBy = (file: Dockerfile | undefined): Map<string, string> =>
  new Map(
    (file?.last ?? [])
      .filter(({ name }) => name === 'ENV')
      .flatMap(({ rest }) => envPairs(rest))
      .filter(({ value }) => value !== '' && !value.includes('$'))
      .map(({ name, value }) => [name, value]),
  )

/** Their own images start them. */
const servers: [base: RegExp, words: string[]][] = [
  [/(^|\/)nginx/, ['nginx', '-g', 'daemon off;']],
  [/(^|\/)caddy(:|@|$)/, ['caddy', 'run', '--config', '/etc/caddy/Caddyfile', '--adapter', 'caddyfile']],
]

function ofWebServer({ path, last }: Dockerfile): Finding<string[]> | undefined {
  const from = last.find(({ name }) => name === 'FROM')
  const row = servers.find(([pattern]) => pattern.test(baseName(from)))
  return (
    from &&
    row && {
      value: row[1],
      source: `${path}:${from.line} ${from.rest.split(' ')[0]}`,
      confidence: 'likely',
      conflicts: [],
    }
  )
}

const fromImage = <T>({ path }: Dockerfile, found: ImageCommand<T> | undefined): Finding<T> | undefined =>
  found && {
    value: found.value,
    source: `${path}:${found.line} ${found.name}`,
    confidence: 'certain',
    conflicts: [],
  }

export const runsOf = (file: Dockerfile): Finding<string[]> | undefined =>
  fromImage(file, startOf(file)) ?? ofWebServer(file)

export const stepOf = (file: Dockerfile): Finding<string> | undefined => fromImage(file, buildOf(file))
