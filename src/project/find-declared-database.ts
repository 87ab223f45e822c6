import type { Database } from './find-database.ts'
import type { Sighting } from './finding.ts'
import { at, type Folder, findMatches, isSource } from './project-files.ts'
import type { ComposeService } from './read-compose.ts'

type Row = { files: (path: string) => boolean; pattern: RegExp; driver: string }

const isNamed = (pattern: RegExp) => (path: string) => pattern.test(path)

/** Settings that name the kind of database; a driver alone may be there for another purpose. The word is captured. */
const rows: Row[] = [
  {
    files: isNamed(/\.prisma$/),
    pattern: /^\s*provider\s*=\s*"(postgresql|postgres|cockroachdb|mysql|sqlite|mongodb|sqlserver)"/g,
    driver: 'Prisma',
  },
  {
    files: isNamed(/\.py$/),
    pattern: /django\.(?:contrib\.gis\.)?db\.backends\.(postgresql|postgis|mysql|sqlite3|oracle)/g,
    driver: 'Django',
  },
  {
    files: isNamed(/\.(py|ini)$/),
    pattern: /["'=\s](postgresql|postgres|mysql|sqlite)(?:\+\w+)?:\/\//g,
    driver: 'SQLAlchemy',
  },
  {
    files: isNamed(/\.(py|toml)$/),
    pattern: /(?:tortoise\.backends\.|["'](?=asyncpg:\/\/))(asyncpg|psycopg|mysql|sqlite)/g,
    driver: 'Tortoise',
  },
  {
    files: isNamed(/config\/database\.yml$/),
    pattern: /^\s*adapter:\s*["']?(postgresql|postgis|mysql2|trilogy|sqlite3)/g,
    driver: 'Active Record',
  },
  {
    files: isNamed(/(^|\/)application[\w-]*\.(ya?ml|properties)$/),
    pattern: /jdbc:(postgresql|mysql|mariadb|sqlserver|sqlite|h2|oracle):/g,
    driver: 'JDBC',
  },
  {
    files: isNamed(/\.cs$/),
    pattern: /\.Use(Npgsql|SqlServer|Sqlite|MySql|InMemoryDatabase)\(/g,
    driver: 'Entity Framework',
  },
  {
    files: isNamed(/(^|\/)drizzle\.config\.\w+$/),
    pattern: /\bdialect\s*:\s*["'](postgresql|mysql|sqlite|turso)["']/g,
    driver: 'Drizzle',
  },
  {
    files: isNamed(/(^|\/)\.env\.(example|sample|template|dist)$/),
    pattern: /^DB_CONNECTION\s*=\s*["']?(pgsql|mysql|mariadb|sqlite|sqlsrv)/g,
    driver: 'Laravel',
  },
  {
    files: isSource,
    pattern: /\btype\s*:\s*["'](postgres|mysql|mariadb|better-sqlite3|sqlite|mssql|mongodb)["']/g,
    driver: 'TypeORM',
  },
  {
    files: isSource,
    pattern: /\bdialect\s*:\s*["'](postgres|mysql|mariadb|sqlite|mssql)["']/g,
    driver: 'Sequelize',
  },
  {
    files: isSource,
    pattern: /\bclient\s*:\s*["'](pg|postgres(?:ql)?|mysql2?|better-sqlite3|sqlite3|mssql|cockroachdb)["']/g,
    driver: 'Knex',
  },
  {
    files: isNamed(/\.go$/),
    pattern:
      /"(?:modernc\.org|github\.com\/(?:mattn|jackc|lib|go-sql-driver|glebarez)|gorm\.io\/driver|go\.mongodb\.org)\/(?:go-)?(sqlite3?|pgx|pq|postgres|mysql|mongo)\b/g,
    driver: 'Go',
  },
  {
    files: isNamed(/(^|\/)Cargo\.toml$/),
    pattern: /["'](?:sqlx-)?(postgres|mysql|sqlite)["']/g,
    driver: 'sqlx or Diesel',
  },
]

/** What PHP's program takes unless it is told, and what its image has a driver for. */
const supposed: Row[] = [
  {
    files: isNamed(/config\/database\.php$/),
    pattern: /env\(\s*["']DB_CONNECTION["']\s*,\s*["'](pgsql|mysql|mariadb|sqlsrv)/g,
    driver: 'Laravel',
  },
  {
    files: isNamed(/(^|\/)(?:Docker|Container)file[\w.-]*$/),
    pattern: /\bpdo_(pgsql|mysql|sqlite|sqlsrv)\b/g,
    driver: 'PDO',
  },
  // as a new project has it, whatever it is told later
  {
    files: isNamed(/config\/database\.php$/),
    pattern: /env\(\s*["']DB_CONNECTION["']\s*,\s*["'](sqlite)/g,
    driver: 'Laravel',
  },
]

const kinds: [RegExp, Database['kind']][] = [
  [/^(postgres|postgis|pgsql|npgsql|cockroach|asyncpg|psycopg|pgx|pq$|pg$)/i, 'postgresql'],
  [/^(mysql|mariadb|trilogy)/i, 'mysql'],
  [/^mongo/i, 'mongodb'],
  [/^(sqlserver|sqlsrv|mssql)/i, 'sqlserver'],
  [/sqlite|^turso/i, 'sqlite'],
  [/^(h2|inmemory)/i, 'memory'],
  [/^oracle/i, 'oracle'],
]

/** What the project's own settings say it talks to, PostgreSQL first: the others may be a fallback for development. */
export function findDeclaredDatabase(folder: Folder, services: ComposeService[]): Sighting<Database>[] {
  const told = services.flatMap(({ environment, line, name }) =>
    sighting(environment.get('DB_CONNECTION') ?? '', 'Laravel', `${at(line)} ${name}`),
  )
  const said = rows.flatMap((row) => fromRow(row, folder))
  const seen = [...told, ...said]
  if (seen.length === 0) return supposed.map((row) => fromRow(row, folder)).find((it) => it.length > 0) ?? []
  const isPostgres = ({ value }: Sighting<Database>) => value.kind === 'postgresql'
  return [...seen.filter(isPostgres), ...seen.filter((it) => !isPostgres(it))]
}

const fromRow = ({ files, pattern, driver }: Row, folder: Folder) =>
  findMatches(folder, files, pattern).flatMap((line) => sighting(line.match[1]!, driver, at(line)))

function sighting(word: string, driver: string, source: string): Sighting<Database>[] {
  const kind = kinds.find(([pattern]) => pattern.test(word))?.[1]
  return kind ? [{ value: { kind, driver }, source, confidence: 'certain' }] : []
}
