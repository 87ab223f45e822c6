import type { Variable } from './find-variables.ts'
import { type Finding, type Sighting, settle } from './finding.ts'
import { at, type Folder, findMatches, isSource } from './project-files.ts'
import type { Manifest } from './read-manifest.ts'

export type Database = { kind: 'postgresql' | 'mysql' | 'mongodb'; driver: string }

type Row = Database & { packages: string[] }

const drivers: Row[] = [
  { kind: 'postgresql', driver: 'Prisma', packages: ['@prisma/client', 'prisma'] },
  { kind: 'postgresql', driver: 'Neon serverless', packages: ['@neondatabase/serverless'] },
  { kind: 'postgresql', driver: 'pg', packages: ['pg'] },
  { kind: 'postgresql', driver: 'postgres.js', packages: ['postgres'] },
  { kind: 'postgresql', driver: 'asyncpg', packages: ['asyncpg'] },
  {
    kind: 'postgresql',
    driver: 'psycopg',
    packages: ['psycopg', 'psycopg2', 'psycopg2-binary', 'psycopg[binary]'],
  },
  {
    kind: 'postgresql',
    driver: 'pgx',
    packages: ['github.com/jackc/pgx/v5', 'github.com/jackc/pgx/v4', 'gorm.io/driver/postgres'],
  },
  { kind: 'postgresql', driver: 'lib/pq', packages: ['github.com/lib/pq'] },
  { kind: 'postgresql', driver: 'JDBC', packages: ['postgresql', 'org.postgresql:postgresql'] },
  {
    kind: 'postgresql',
    driver: 'Npgsql',
    packages: ['npgsql', 'npgsql.entityframeworkcore.postgresql'],
  },
  {
    kind: 'mysql',
    driver: 'MySQL',
    packages: ['mysql', 'mysql2', 'pymysql', 'mysqlclient', 'github.com/go-sql-driver/mysql'],
  },
  { kind: 'mongodb', driver: 'MongoDB', packages: ['mongodb', 'mongoose', 'pymongo', 'motor'] },
]

export function findDatabase(manifests: Manifest[]): Finding<Database> | undefined {
  const sightings = drivers.flatMap(({ kind, driver, packages }) =>
    manifests.flatMap(({ path, dependencies }): Sighting<Database>[] => {
      const name = packages.find((it) => dependencies.has(it))
      return name
        ? [{ value: { kind, driver }, source: `${path}:${dependencies.get(name)}`, confidence: 'certain' }]
        : []
    }),
  )
  const found = settle(sightings)
  return (
    found && {
      ...found,
      confidence: 'certain',
      conflicts: found.conflicts.filter(({ value }) => value.kind !== found.value.kind),
    }
  )
}

const urlName =
  /^(DATABASE|POSTGRES|POSTGRESQL|PG|DB|NEON|NEON_DATABASE|SUPABASE|SUPABASE_DB|SQLALCHEMY_DATABASE)_?(URL|URI|DSN|CONNECTION_STRING|CONN)$/

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

/** The variable that holds the database's address: what a driver is given, then `DATABASE_URL`, then its synonyms. */
export function findDatabaseVariable(variables: Variable[], folder: Folder): Finding<string> | undefined {
  const named = variables.filter(({ name }) => urlName.test(name))
  const ordered = [...named].sort(
    (one, other) => Number(other.name === 'DATABASE_URL') - Number(one.name === 'DATABASE_URL'),
  )
  const given = givenToDriver(folder).filter(({ value }) => !/DIRECT|SHADOW|UNPOOLED/.test(value))
  return settle([
    ...given,
    ...ordered.map(({ name, source }): Sighting<string> => ({ value: name, source, confidence: 'certain' })),
  ])
}
