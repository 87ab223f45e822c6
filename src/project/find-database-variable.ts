import type { Variable } from './find-variables.ts'
import { type Finding, type Sighting, settle } from './finding.ts'
import { at, type Folder, findMatches, isSource } from './project-files.ts'

const urlName =
  /^(?!TEST_|\w*_TEST_|DIRECT_|SHADOW_|REDIS_|CACHE_|MONGO|MYSQL|\w*SUPABASE_URL$)(?!\w*_(?:REDIS|CACHE|MONGO\w*|MYSQL)_)([A-Z][A-Z0-9]*_+)*(DATABASE|JDBC|POSTGRES|POSTGRESQL|PG|DB|SQL|NEON|NEON_DATABASE|SUPABASE|SUPABASE_DB|SQLALCHEMY_DATABASE|SQLALCHEMY)_*(CONNECTION_)?(URL|URI|DSN|SOURCE|CONNECTION_STRING|CONN_STRING|CONN_STR|CONN)$/

export const isDatabaseUrl = (name: string) => urlName.test(name)

const read =
  /(?:process\.env\.|process\.env\[["']|env\(["']|os\.environ(?:\.get\(|\[)["']|os\.getenv\(["']|os\.Getenv\(")([A-Z][A-Z0-9_]*)/
    .source
const connects =
  /connectionString\s*[:=]|\bpostgres\(|\bneon\(|\bnew (?:Pool|Client|PrismaPg)\(|\bdrizzle\(|create_(?:async_)?engine\(|asyncpg\.(?:connect|create_pool)\(|psycopg2?\.connect\(|ConnectionPool\(|pgx(?:pool)?\.(?:Connect|New)\(|sql\.Open\(|postgres\.Open\(|\burl\s*=\s*(?=env\()/
    .source
const connection = new RegExp(`(?:${connects})[^;\\n]{0,60}?${read}`, 'g')

/** What a driver is given in so many words, whatever its name. */
const givenToDriver = (folder: Folder): Sighting<string>[] =>
  findMatches(folder, (path) => isSource(path) || path.endsWith('.prisma'), connection).map((line) => ({
    value: line.match[1]!,
    source: at(line),
    confidence: 'certain',
  }))

/** `url = os.getenv("X")`, and further on `connect(url)`. */
const assigned = new RegExp(`\\b(\\w+)\\s*(?::\\s*\\w+\\s*)?:?=\\s*(?:await )?${read}`, 'g')
const takes = new RegExp(`(?:${connects})([^;\\n]{0,80})`, 'g')

function handedToDriver(folder: Folder): Sighting<string>[] {
  const taken = new Map<string, Set<string>>()
  for (const { path, match } of findMatches(folder, isSource, takes)) {
    const words = match[1]!.replace(/(["'`]).*?\1/g, '').match(/\w+/g) ?? []
    taken.set(path, new Set([...(taken.get(path) ?? []), ...words]))
  }
  return findMatches(folder, isSource, assigned).flatMap((line) =>
    taken.get(line.path)?.has(line.match[1]!)
      ? [{ value: line.match[2]!, source: at(line), confidence: 'certain' as const }]
      : [],
  )
}

/** Whatever its name, the source does with a database of its own where nobody tells it another. */
const fallingBack = (variables: Variable[]): Sighting<string>[] =>
  variables
    .filter(({ fallback = '' }) => /^(?:sqlite|postgres(?:ql)?)(?:\+\w+)?:\/\//.test(fallback))
    .map(({ name, source }) => ({ value: name, source, confidence: 'likely' }))

/** Another address, or a part of one that is put together. */
const notTheAddress =
  /DIRECT|SHADOW|UNPOOLED|(USER|USERNAME|PASS|PASSWORD|HOST|PORT)$|^(PG|POSTGRES|DB)_?(NAME|DB|DATABASE)$/

/** The variable that holds the database's address: what a driver is given, then `DATABASE_URL`, then its synonyms, then what falls back to one or is given one by compose. */
export function findDatabaseVariable(
  variables: Variable[],
  folder: Folder,
  addresses: Sighting<string>[],
): Finding<string> | undefined {
  const named = variables.filter(({ name }) => urlName.test(name))
  const ordered = [...named].sort(
    (one, other) =>
      Number(other.name === 'DATABASE_URL') - Number(one.name === 'DATABASE_URL') ||
      one.name.length - other.name.length,
  )
  const given = [...givenToDriver(folder), ...handedToDriver(folder)].filter(
    ({ value }) => !notTheAddress.test(value),
  )
  return settle([
    ...given,
    ...ordered.map(({ name, source }): Sighting<string> => ({ value: name, source, confidence: 'certain' })),
    ...fallingBack(variables),
    ...addresses.filter(({ value }) => !notTheAddress.test(value)),
  ])
}
