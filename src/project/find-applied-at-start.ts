import type { Migrations } from './find-migrations.ts'
import type { Sighting } from './finding.ts'
import { at, type Folder, findMatches, isSource } from './project-files.ts'
import { saysInSettings } from './says-in-settings.ts'

type Row = { files: (path: string) => boolean; pattern: RegExp; tool: string; isTool?: true }

const named = (pattern: RegExp) => (path: string) => pattern.test(path)
const settings = named(/(^|\/)application[\w-]*\.(ya?ml|properties)$/)

/** A server that makes or changes its tables by itself; `isTool`: with migrations, not from its models. */
const rows: Row[] = [
  { files: named(/\.go$/), pattern: /\bgoose\.Up\w*\(|\bgoose\.NewProvider\(/g, tool: 'goose', isTool: true },
  { files: named(/\.go$/), pattern: /\bmigrate\.New\w*\(/g, tool: 'golang-migrate', isTool: true },
  { files: named(/\.go$/), pattern: /\.AutoMigrate\(/g, tool: 'GORM AutoMigrate' },
  {
    files: named(/\.cs$/),
    pattern: /\.Database\.Migrate(?:Async)?\(/g,
    tool: 'Entity Framework',
    isTool: true,
  },
  { files: named(/\.cs$/), pattern: /\.EnsureCreated(?:Async)?\(/g, tool: 'Entity Framework EnsureCreated' },
  {
    files: named(/\.rs$/),
    pattern: /\bsqlx::migrate!|\bembed_migrations!/g,
    tool: 'migrations inside the program',
    isTool: true,
  },
  { files: named(/\.kt$/), pattern: /\bSchemaUtils\.create\w*\(/g, tool: 'SchemaUtils of Exposed' },
  { files: isSource, pattern: /\bmigrationsRun\s*:\s*true/g, tool: 'TypeORM', isTool: true },
  { files: isSource, pattern: /\bsynchronize\s*:\s*true/g, tool: 'TypeORM synchronize' },
  { files: named(/\.[cm]?[jt]s$/), pattern: /\bsequelize\.sync\(/g, tool: 'sequelize.sync' },
  { files: named(/\.py$/), pattern: /\bmetadata\.create_all\b|\bdb\.create_all\(/g, tool: 'create_all' },
  { files: settings, pattern: /\bddl-auto\s*[:=]\s*(?:update|create)/g, tool: 'Hibernate ddl-auto' },
  {
    files: settings,
    pattern: /\bspring\.sql\.init\.mode\s*=\s*always/g,
    tool: 'schema.sql of Spring',
  },
  { files: isSource, pattern: /["'`]\s*CREATE TABLE IF NOT EXISTS/gi, tool: 'CREATE TABLE IF NOT EXISTS' },
  // in a text of several lines; scripts are run by hand
  {
    files: (path) => isSource(path) && !/(^|\/)(scripts?|tools|seed\w*|migrations?)\//.test(path),
    pattern: /^\s*CREATE TABLE IF NOT EXISTS/g,
    tool: 'CREATE TABLE IF NOT EXISTS',
  },
]

export const findAppliedAtStart = (folder: Folder): Sighting<Migrations>[] => [
  ...fromSpring(folder),
  ...rows.flatMap(({ files, pattern, tool, isTool }) =>
    findMatches(folder, files, pattern)
      .slice(0, 1)
      .map(
        (line): Sighting<Migrations> => ({
          value: { tool: `${tool}, when the server starts`, isAtStart: true },
          source: at(line),
          confidence: isTool ? 'certain' : 'likely',
        }),
      ),
  ),
]

/** Spring Boot applies what lies at the usual place, Micronaut what its package is told of, Quarkus when it is asked to. */
function fromSpring(folder: Folder): Sighting<Migrations>[] {
  const { paths, texts } = folder
  const isBuiltWith = (words: RegExp) =>
    [...texts].some(
      ([path, text]) => /(^|\/)(pom\.xml|build\.gradle(\.kts)?)$/.test(path) && words.test(text),
    )
  const isAsked = saysInSettings(folder, /migrate-at-start\s*[:=]\s*true/)
  const isQuarkus = isBuiltWith(/quarkus/)
  const isMicronaut = isBuiltWith(/micronaut-(flyway|liquibase)/)
  if (isQuarkus && !isAsked) return []
  const when = isQuarkus || isMicronaut ? 'when the server starts' : 'which Spring Boot runs when it starts'
  return (
    [
      [isMicronaut ? /\/V\d+\w*__[^/]*\.sql$/ : /(^|\/)db\/migration\/V\d+\w*__/, 'Flyway'],
      [/(^|\/)db\/changelog\/.*\.(xml|ya?ml|sql|json)$/, 'Liquibase'],
    ] as const
  ).flatMap(([pattern, tool]): Sighting<Migrations>[] => {
    const source = paths.find((path) => pattern.test(path))
    const value = { tool: `${tool}, ${when}`, isAtStart: true as const }
    return source ? [{ value, source, confidence: 'certain' }] : []
  })
}
