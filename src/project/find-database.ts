import { findDeclaredDatabase } from './find-declared-database.ts'
import { type Finding, type Sighting, settle } from './finding.ts'
import type { Folder } from './project-files.ts'
import type { ComposeService } from './read-compose.ts'
import type { Manifest } from './read-manifest.ts'

export type Database = {
  kind: 'postgresql' | 'mysql' | 'mongodb' | 'sqlserver' | 'oracle' | 'sqlite' | 'memory'
  driver: string
}

type Row = Database & { packages: string[] }

/** PostgreSQL's driver for Java, by itself or as Quarkus brings it; pom.xml leaves the group out. */
export const jdbcPackages = [
  'postgresql',
  'org.postgresql:postgresql',
  'quarkus-jdbc-postgresql',
  'io.quarkus:quarkus-jdbc-postgresql',
]

export const r2dbcPackages = ['r2dbc-postgresql', 'org.postgresql:r2dbc-postgresql']

const drivers: Row[] = [
  { kind: 'postgresql', driver: 'Prisma', packages: ['@prisma/client', 'prisma'] },
  { kind: 'postgresql', driver: 'Neon serverless', packages: ['@neondatabase/serverless'] },
  { kind: 'postgresql', driver: 'pg', packages: ['pg'] },
  { kind: 'postgresql', driver: 'deno-postgres', packages: ['@db/postgres'] },
  { kind: 'postgresql', driver: 'postgres.js', packages: ['postgres'] },
  { kind: 'postgresql', driver: 'asyncpg', packages: ['asyncpg'] },
  {
    kind: 'postgresql',
    driver: 'psycopg',
    packages: ['psycopg', 'psycopg2', 'psycopg2-binary', 'psycopg-binary', 'psycopg[binary]', 'pg8000'],
  },
  { kind: 'postgresql', driver: 'tokio-postgres', packages: ['tokio-postgres', 'deadpool-postgres'] },
  { kind: 'postgresql', driver: 'Postgrex', packages: ['postgrex'] },
  {
    kind: 'postgresql',
    driver: 'pgx',
    packages: ['github.com/jackc/pgx/v5', 'github.com/jackc/pgx/v4', 'gorm.io/driver/postgres'],
  },
  { kind: 'postgresql', driver: 'lib/pq', packages: ['github.com/lib/pq'] },
  {
    kind: 'postgresql',
    driver: 'JDBC',
    packages: jdbcPackages,
  },
  {
    kind: 'postgresql',
    driver: 'reactive client of Quarkus',
    packages: ['quarkus-reactive-pg-client', 'io.quarkus:quarkus-reactive-pg-client'],
  },
  { kind: 'postgresql', driver: 'R2DBC', packages: r2dbcPackages },
  {
    kind: 'postgresql',
    driver: 'Npgsql',
    packages: ['npgsql', 'npgsql.entityframeworkcore.postgresql'],
  },
  {
    kind: 'mysql',
    driver: 'MySQL',
    packages: [
      'mysql',
      'mysql2',
      'mariadb',
      'pymysql',
      'mysqlclient',
      'aiomysql',
      'github.com/go-sql-driver/mysql',
      'gorm.io/driver/mysql',
      'mysql-connector-java',
      'mysql-connector-j',
      'com.mysql:mysql-connector-j',
      'mysql:mysql-connector-java',
      'mariadb-java-client',
      'org.mariadb.jdbc:mariadb-java-client',
      'quarkus-jdbc-mysql',
      'io.quarkus:quarkus-jdbc-mysql',
      'quarkus-jdbc-mariadb',
      'io.quarkus:quarkus-jdbc-mariadb',
      'pomelo.entityframeworkcore.mysql',
    ],
  },
  {
    kind: 'sqlserver',
    driver: 'SQL Server',
    packages: ['mssql', 'microsoft.entityframeworkcore.sqlserver', 'mssql-jdbc', 'pyodbc'],
  },
  {
    kind: 'mongodb',
    driver: 'MongoDB',
    packages: [
      'mongodb',
      'mongoose',
      '@nestjs/mongoose',
      'pymongo',
      'motor',
      'beanie',
      'go.mongodb.org/mongo-driver',
      'go.mongodb.org/mongo-driver/v2',
      'spring-boot-starter-data-mongodb',
      'mongodb.driver',
      'mongoid',
    ],
  },
  {
    kind: 'sqlite',
    driver: 'SQLite',
    packages: [
      'sqlite3',
      'better-sqlite3',
      '@libsql/client',
      'aiosqlite',
      'github.com/mattn/go-sqlite3',
      'modernc.org/sqlite',
      'gorm.io/driver/sqlite',
      'github.com/glebarez/sqlite',
      'sqlite-jdbc',
      'microsoft.entityframeworkcore.sqlite',
    ],
  },
  { kind: 'memory', driver: 'H2', packages: ['h2', 'com.h2database:h2'] },
]

/** Speaks with any of them: only its settings say with which. */
const anyKind = new Set(['Prisma'])

/** A driver for PostgreSQL, settings that say which database, then any other driver: the usual one for tests comes last. */
export function findDatabase(
  manifests: Manifest[],
  folder: Folder,
  services: ComposeService[],
): Finding<Database> | undefined {
  const declared = findDeclaredDatabase(folder, services)
  const isOpen = ({ value }: Sighting<Database>) => anyKind.has(value.driver)
  const isPostgres = ({ value }: Sighting<Database>) => value.kind === 'postgresql'
  const installed = fromDrivers(manifests).filter((it) => !isOpen(it) || declared.length === 0)
  const found = settle([
    ...installed.filter(isPostgres),
    ...declared,
    ...installed.filter((it) => !isPostgres(it)),
  ])
  return (
    found && {
      ...found,
      confidence: 'certain',
      conflicts: found.conflicts.filter(({ value }) => value.kind !== found.value.kind),
    }
  )
}

const fromDrivers = (manifests: Manifest[]): Sighting<Database>[] =>
  drivers.flatMap(({ kind, driver, packages }) =>
    manifests.flatMap(({ path, dependencies }): Sighting<Database>[] => {
      const name = packages.find((it) => dependencies.has(it))
      return name
        ? [{ value: { kind, driver }, source: `${path}:${dependencies.get(name)}`, confidence: 'certain' }]
        : []
    }),
  )
