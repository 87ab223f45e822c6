import type { DatabaseForm } from '../config/database-forms.ts'
import { r2dbcPackages } from './find-database.ts'
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
  [/(PASS(WORD)?|PWD|PW)$/, 'password'],
  [/SSL_?MODE$/, 'sslmode'],
  [/(NAME|DATABASE|DB)$/, 'database'],
]
const partName =
  /^(?!TEST_|MYSQL_|MONGO_|REDIS_)([A-Z]+__?)?(PG_?|DB_?|DATABASE_|POSTGRE(S(QL)?)?_|SQL_|RDS_|TYPEORM_|SPRING_DATASOURCE_)_?(HOST(NAME)?|SERVER|ADDR(ESS)?|PORT|USER(NAME)?|PASS(WORD)?|PWD|PW|NAME|DATABASE|DB|DB_NAME|DATABASE_NAME|SSL_?MODE)$/

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
  const taken = own
    ? own.map((variable, index) => ({ variable, part: ownParts[index]!, source: form!.source }))
    : []
  const reactive = framework === 'Spring Boot' ? reactiveParts(manifests) : []
  if (taken.length + reactive.length > 0) return [...taken, ...reactive]
  const strings = form?.value === 'npgsql' ? connectionStrings(folder) : []
  if (strings.length > 0) return strings
  const found = partsAmong(variables)
  const has = (part: DatabaseForm) => found.some((it) => it.part === part)
  return found.length === 0 || has('sslmode') ? found : [...found, ...modeOfPg(manifests)]
}

/** Migrations that put their own address together, although the server is told the whole. */
export function findMigrationParts(
  { texts }: Folder,
  variables: Ground['variables'],
  whole: string,
): DatabasePart[] {
  const own = [...texts].find(
    ([path, text]) => /(^|\/)env\.py$/.test(path) && /\bcontext\.config\b/.test(text),
  )
  if (!own || new RegExp(`\\b${whole}\\b`, 'i').test(own[1])) return []
  return partsAmong(variables.filter(({ name }) => new RegExp(`["']${name}["']`).test(own[1])))
}

function partsAmong(variables: Ground['variables']): DatabasePart[] {
  const found = variables.flatMap(({ name, source }): DatabasePart[] => {
    const part = partName.test(name) ? parts.find(([pattern]) => pattern.test(name))?.[1] : undefined
    return part ? [{ variable: name, part, source }] : []
  })
  const has = (part: DatabaseForm) => found.some((it) => it.part === part)
  return has('host') && has('password') ? found : []
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

/** Spring’s reactive driver beside, or instead of, the one that migrations use. */
function reactiveParts(manifests: Manifest[]): DatabasePart[] {
  const found = manifests.find(({ dependencies }) => r2dbcPackages.some((name) => dependencies.has(name)))
  if (!found) return []
  const name = r2dbcPackages.find((it) => found.dependencies.has(it))!
  const source = `${found.path}:${found.dependencies.get(name)} ${name}`
  return [
    { variable: 'SPRING_R2DBC_URL', part: 'r2dbc-url', source },
    { variable: 'SPRING_R2DBC_USERNAME', part: 'user', source },
    { variable: 'SPRING_R2DBC_PASSWORD', part: 'password', source },
  ]
}

/** These take a URL apart, and leave out what it says of TLS; the driver underneath asks its own variable. */
const losesMode = ['sequelize', '@mikro-orm/postgresql']

/** Besides the variable that holds the URL. */
export function besideUrl(manifests: Manifest[], { texts }: Folder): DatabasePart[] {
  const isLost = manifests.some(({ dependencies }) => losesMode.some((name) => dependencies.has(name)))
  const isSet = [...texts].some(([path, text]) => isSource(path) && /\bssl\s*:|PGSSLMODE/.test(text))
  return isLost && !isSet ? modeOfPg(manifests) : []
}

/** What the source takes in pieces somewhere else, as for development: the pieces of the same address do no harm. */
export const partsBesideUrl = (variables: Variable[]): DatabasePart[] =>
  partsAmong(variables.filter(({ isRequired }) => isRequired))

/** Two rules may find the same variable. */
export const onceEach = (found: DatabasePart[]): DatabasePart[] => [
  ...new Map(found.map((part) => [part.variable, part])).values(),
]

const named = /GetConnectionString\("(\w+)"\)/g
const handed =
  /\b(?:UseNpgsql|Npgsql(?:Connection|DataSource\.Create|DataSourceBuilder))\([^;"]*\[\s*"([\w:]+)"\s*\]/g

/** .NET looks for the name that its source gives below `ConnectionStrings`, or hands the driver a setting of its own. */
const connectionStrings = (folder: Folder): DatabasePart[] =>
  [
    ...findMatches(folder, isSource, named).map((line) => ({
      line,
      name: `ConnectionStrings:${line.match[1]}`,
    })),
    ...findMatches(folder, isSource, handed).map((line) => ({ line, name: line.match[1]! })),
  ]
    .map(({ line, name }) => ({
      variable: name.replaceAll(':', '__'),
      part: 'npgsql' as const,
      source: at(line),
    }))
    .sort((one, other) => Number(isDefault(other.variable)) - Number(isDefault(one.variable)))
    .slice(0, 1)

const isDefault = (variable: string) => /__Default/.test(variable)
