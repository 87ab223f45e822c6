import type { Database } from './find-database.ts'
import type { Sighting } from './finding.ts'
import { at, type Folder, findMatches, isSource } from './project-files.ts'

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
    driver: 'its import',
  },
  {
    files: isNamed(/(^|\/)Cargo\.toml$/),
    pattern: /["'](?:sqlx-)?(postgres|mysql|sqlite)["']/g,
    driver: 'sqlx or Diesel',
  },
]

const kinds: [RegExp, Database['kind']][] = [
  [/^(postgres|postgis|pgsql|npgsql|cockroach|pgx|pq$|pg$)/i, 'postgresql'],
  [/^(mysql|mariadb|trilogy)/i, 'mysql'],
  [/^mongo/i, 'mongodb'],
  [/^(sqlserver|sqlsrv|mssql)/i, 'sqlserver'],
  [/sqlite|^turso/i, 'sqlite'],
  [/^(h2|inmemory)/i, 'memory'],
  [/^oracle/i, 'oracle'],
]

/** What the project's own settings say it talks to, PostgreSQL first: the others may be a fallback for development. */
export function findDeclaredDatabase(folder: Folder): Sighting<Database>[] {
  const seen = rows.flatMap(({ files, pattern, driver }) =>
    findMatches(folder, files, pattern).flatMap((line): Sighting<Database>[] => {
      const kind = kinds.find(([word]) => word.test(line.match[1]!))?.[1]
      return kind ? [{ value: { kind, driver }, source: at(line), confidence: 'certain' }] : []
    }),
  )
  const isPostgres = ({ value }: Sighting<Database>) => value.kind === 'postgresql'
  return [...seen.filter(isPostgres), ...seen.filter((it) => !isPostgres(it))]
}
