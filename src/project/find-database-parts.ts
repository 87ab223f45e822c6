import type { DatabaseForm } from '../config/database-forms.ts'
import type { Variable } from './find-variables.ts'
import type { Finding } from './finding.ts'
import { at, type Folder, findMatches, isSource } from './project-files.ts'
import type { Manifest } from './read-manifest.ts'

/** A variable, and what it is told of the database. */
export type DatabasePart = { variable: string; part: DatabaseForm; source: string }

const parts: [RegExp, DatabaseForm][] = [
  [/(HOST(NAME)?|SERVER|ADDR(ESS)?)$/, 'host'],
  [/PORT$/, 'port'],
  [/USER(NAME)?$/, 'user'],
  [/(PASS(WORD)?|PWD)$/, 'password'],
  [/SSL_?MODE$/, 'sslmode'],
  [/(NAME|DATABASE|DB)$/, 'database'],
]
const partName =
  /^(?!TEST_|MYSQL_|MONGO_|REDIS_)([A-Z]+_)?(PG_?|DB_?|DATABASE_|POSTGRES(QL)?_|SQL_|RDS_|TYPEORM_|SPRING_DATASOURCE_)(HOST(NAME)?|SERVER|ADDR(ESS)?|PORT|USER(NAME)?|PASS(WORD)?|PWD|NAME|DATABASE|DB|DB_NAME|SSL_?MODE)$/

export const isDatabasePart = (name: string) => partName.test(name)

type Ground = {
  variables: Pick<Variable, 'name' | 'source'>[]
  form: Finding<DatabaseForm> | undefined
  framework: string | undefined
  manifests: Manifest[]
  folder: Folder
}

/** Variables that together say what a URL says, where none holds the URL. */
export function findDatabaseParts({ variables, form, framework, manifests, folder }: Ground): DatabasePart[] {
  const own = form?.value === 'jdbc' ? ownNames[framework ?? ''] : undefined
  if (form && own)
    return own.map((variable, index) => ({ variable, part: ownParts[index]!, source: form.source }))
  if (form?.value === 'npgsql') return connectionStrings(folder)
  const found = variables.flatMap(({ name, source }): DatabasePart[] => {
    const part = partName.test(name) ? parts.find(([pattern]) => pattern.test(name))?.[1] : undefined
    return part ? [{ variable: name, part, source }] : []
  })
  const has = (part: DatabaseForm) => found.some((it) => it.part === part)
  if (!has('host') || !has('password')) return []
  return has('sslmode') ? found : [...found, ...modeOfPg(manifests)]
}

/** Other drivers try TLS when nobody says a word about it; this one does not, and a hosted database turns it away. */
function modeOfPg(manifests: Manifest[]): DatabasePart[] {
  const isPg = (name: string) => name === 'pg' || name === '@mikro-orm/postgresql'
  const manifest = manifests.find(
    (it) => it.language === 'javascript' && [...it.dependencies.keys()].some(isPg),
  )
  if (!manifest) return []
  const name = [...manifest.dependencies.keys()].find(isPg)!
  const source = `${manifest.path}:${manifest.dependencies.get(name)} ${name}`
  return [{ variable: 'PGSSLMODE', part: 'pg-sslmode', source }]
}

const ownParts: DatabaseForm[] = ['jdbc-url', 'user', 'password']
/** What these take from the environment by themselves, whatever the source says. */
const ownNames: Record<string, string[]> = {
  'Spring Boot': ['SPRING_DATASOURCE_URL', 'SPRING_DATASOURCE_USERNAME', 'SPRING_DATASOURCE_PASSWORD'],
  Quarkus: ['QUARKUS_DATASOURCE_JDBC_URL', 'QUARKUS_DATASOURCE_USERNAME', 'QUARKUS_DATASOURCE_PASSWORD'],
  Micronaut: ['DATASOURCES_DEFAULT_URL', 'DATASOURCES_DEFAULT_USERNAME', 'DATASOURCES_DEFAULT_PASSWORD'],
}

/** These take a URL apart, and leave out what it says of TLS; the driver underneath asks its own variable. */
const losesMode = ['sequelize', '@mikro-orm/postgresql']

/** Besides the variable that holds the URL. */
export function besideUrl(manifests: Manifest[], { texts }: Folder): DatabasePart[] {
  const isLost = manifests.some(({ dependencies }) => losesMode.some((name) => dependencies.has(name)))
  const isSet = [...texts].some(([path, text]) => isSource(path) && /\bssl\s*:|PGSSLMODE/.test(text))
  return isLost && !isSet ? modeOfPg(manifests) : []
}

/** .NET looks for the name that its source gives below `ConnectionStrings`. */
const connectionStrings = (folder: Folder): DatabasePart[] =>
  findMatches(folder, isSource, /GetConnectionString\("(\w+)"\)/g)
    .map((line) => ({
      variable: `ConnectionStrings__${line.match[1]}`,
      part: 'npgsql' as const,
      source: at(line),
    }))
    .sort((one, other) => Number(isDefault(other.variable)) - Number(isDefault(one.variable)))
    .slice(0, 1)

const isDefault = (variable: string) => /__Default/.test(variable)
