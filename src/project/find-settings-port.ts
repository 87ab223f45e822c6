import type { Sighting } from './finding.ts'
import { at, type Folder } from './project-files.ts'
import { settingsOf } from './read-settings-file.ts'

/** Settings files that say where a server listens, and by which name. */
const rows: [file: RegExp, name: RegExp][] = [
  [
    /(^|\/)application\.(ya?ml|properties)$/,
    /^(server|quarkus\.http|micronaut\.server|ktor\.deployment)\.port$/,
  ],
  [/(^|\/)application\.conf$/, /^ktor\.deployment\.port$/],
  [
    /(^|\/)(?:(?:configs?|configuration)\/[\w.-]+\.(?:ya?ml|toml)|(?:config|configuration|settings)\.ya?ml|Config\.toml|[sS]ettings\.toml)$/,
    /^(server|http|http_?server|app|application|api|web)\.(port|addr|address)$/i,
  ],
  [/(^|\/)Rocket\.toml$/, /^(default|release|global)\.port$/],
]

/** A number, one behind a host, or one that stands in for a variable: `${PORT:8080}`. */
const number = /^["']?(?:\$\{?\w+:|[\w.-]*:)?(\d{2,5})\}?["']?\s*(?:#.*)?$/

const isForMakers = /(^|[/._-])(local|dev|development|tests?|testing|ci)\.\w+$/

/** What is for the makers' own machines counts where nothing else says it. */
export function findSettingsPort({ texts }: Folder): Sighting<number>[] {
  const found = [...texts].flatMap(([path, text]) => portsIn(path, text).map((port) => ({ path, port })))
  const others = found.filter(({ path }) => !isForMakers.test(path))
  return (others.length > 0 ? others : found).map(({ port }) => port)
}

function portsIn(path: string, text: string): Sighting<number>[] {
  const names = rows.filter(([file]) => file.test(path)).map(([, name]) => name)
  if (names.length === 0) return []
  return settingsOf(path, text)
    .filter(({ name }) => names.some((it) => it.test(name)))
    .flatMap(({ value, line }) => {
      const port = Number(number.exec(value)?.[1])
      return port > 0 ? [{ value: port, source: at(line), confidence: 'certain' as const }] : []
    })
    .slice(0, 1)
}
