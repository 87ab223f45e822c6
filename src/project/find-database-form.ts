import type { DatabaseForm } from '../config/database-forms.ts'
import { jdbcPackages, r2dbcPackages } from './find-database.ts'
import type { Finding } from './finding.ts'
import { type Folder, findMatches, isSource } from './project-files.ts'
import type { Manifest } from './read-manifest.ts'

type Row = {
  /** One of each list has to be there; the first tells where. */
  packages: string[][]
  form: DatabaseForm
}

// `databases`, and the wrappers of Flask and Litestar, are SQLAlchemy underneath
const sqlalchemy = ['sqlalchemy', 'sqlmodel', 'databases', 'flask-sqlalchemy', 'advanced-alchemy']

/** Drivers that stumble over the URL as a provider writes it; the first that fits. Those that take it have no row. */
const rows: Row[] = [
  { packages: [['tortoise-orm']], form: 'tortoise' },
  { packages: [['asyncpg'], sqlalchemy], form: 'sqlalchemy-asyncpg' },
  { packages: [['asyncpg']], form: 'asyncpg' },
  { packages: [['psycopg'], sqlalchemy], form: 'sqlalchemy-psycopg' },
  { packages: [['@prisma/client', 'prisma']], form: 'prisma' },
  { packages: [['postgres']], form: 'postgres-js' },
  { packages: [['github.com/jackc/pgx/v5', 'github.com/jackc/pgx/v4']], form: 'pgx' },
  { packages: [['github.com/lib/pq']], form: 'lib-pq' },
  { packages: [['postgrex'], ['ecto-sql', 'phoenix-ecto']], form: 'ecto' },
  { packages: [jdbcPackages], form: 'jdbc' },
  { packages: [r2dbcPackages], form: 'r2dbc-url' },
  { packages: [['npgsql', 'npgsql.entityframeworkcore.postgresql']], form: 'npgsql' },
]

/** What makes another URL out of the one that it is given: to change it twice helps nobody. */
const rewrites =
  /(?:replace|sub)\(.*postgres|drivername|URL\.create\(|jdbc:postgresql:\/\/["'`]?\s*\+|NpgsqlConnectionStringBuilder(?: \w+ = new)?\s*(?:\(\s*\)|\{|$)|\bHost=\{\w*[uU]ri\.Host\}/g
/** Packages of that name mean something else elsewhere. */
const languages: Partial<Record<DatabaseForm, Manifest['language']>> = {
  jdbc: 'java',
  'r2dbc-url': 'java',
  npgsql: 'csharp',
  'postgres-js': 'javascript',
}

/** The words in which the backend's driver wants to be told where the database is, if a plain URL is not enough. */
export function findDatabaseForm(manifests: Manifest[], folder: Folder): Finding<DatabaseForm> | undefined {
  if (findMatches(folder, isSource, rewrites).length > 0) return undefined
  for (const { packages, form } of rows) {
    const places = packages.flatMap((names) => placeOf(names, form, manifests) ?? [])
    if (places.length === packages.length)
      return { value: form, source: places.join(', '), confidence: 'certain', conflicts: [] }
  }
  return undefined
}

function placeOf(names: string[], form: DatabaseForm, manifests: Manifest[]): string | undefined {
  const language = languages[form]
  for (const { path, dependencies, language: own } of manifests) {
    if (language !== undefined && own !== language) continue
    const name = names.find((it) => dependencies.has(it))
    if (name) return `${path}:${dependencies.get(name)} ${name}`
  }
  return undefined
}
