import type { DatabasePart } from './find-database-parts.ts'
import { at, type Folder } from './project-files.ts'
import { settingsOf } from './read-settings-file.ts'

const settings = /(^|\/)application\.(ya?ml|properties|conf)$/

type Row = { name: RegExp; own?: Record<'user' | 'password', string> }

/** Where each framework's settings say how the database is reached; `own`: what it takes where they say nothing. */
const rows: Record<string, Row> = {
  'Spring Boot': {
    name: /^spring\.datasource(?:\.\w+)*\.(url|username|password)$/,
    own: { user: 'SPRING_DATASOURCE_USERNAME', password: 'SPRING_DATASOURCE_PASSWORD' },
  },
  Quarkus: {
    name: /^(?:"?%prod"?\.)?quarkus\.datasource\.(?:jdbc\.)?(url|username|password)$/,
    own: { user: 'QUARKUS_DATASOURCE_USERNAME', password: 'QUARKUS_DATASOURCE_PASSWORD' },
  },
  Micronaut: {
    name: /^datasources\.default\.(url|username|password)$/,
    own: { user: 'DATASOURCES_DEFAULT_USERNAME', password: 'DATASOURCES_DEFAULT_PASSWORD' },
  },
  Ktor: { name: /^[\w.]*\b(?:storage|db|database|postgres\w*|jdbc|hikari)\.(\w*url|user\w*|pass\w*)$/i },
}
const variable = /^["']?\$\{?\??([A-Z][A-Z0-9_]*)/

/** The variables that a framework's own settings take the database from: a default of theirs would win over what the URL says. */
export function findSettingsParts({ texts }: Folder, framework: string | undefined): DatabasePart[] {
  const row = rows[framework ?? '']
  if (!row) return []
  const found = [...texts]
    .filter(([path]) => settings.test(path))
    .flatMap(([path, text]) => settingsOf(path, text))
    .flatMap(({ name, value, line }): DatabasePart[] => {
      const key = row.name.exec(name)?.[1]
      const own = variable.exec(value)?.[1]
      return key && own ? [{ variable: own, part: partOf(key), source: at(line) }] : []
    })
  const once = [...new Map(found.map((it) => [it.part, it])).values()]
  const missing = (['user', 'password'] as const).filter((part) => !once.some((it) => it.part === part))
  const isWhole = row.own !== undefined || missing.length === 0
  if (!isWhole || !once.some(({ part }) => part === 'jdbc-url')) return []
  return [...once, ...missing.map((part) => ({ variable: row.own![part], part, source: once[0]!.source }))]
}

const partOf = (key: string) => (/url$/i.test(key) ? 'jdbc-url' : /^user/i.test(key) ? 'user' : 'password')
