import { readCommand } from '../dockerfile/read-dockerfile.ts'
import { type Finding, type Sighting, settle } from './finding.ts'
import { type Folder, within } from './project-files.ts'
import type { Manifest } from './read-manifest.ts'

export type Migrations = {
  tool: string
  /** What brings a database up to date, in exec form; absent where only people can tell. */
  command?: string[]
}

type Sign = { pattern: RegExp } & Migrations

/** A row per tool, known by a file that only it has. */
const signs: Sign[] = [
  { pattern: /(^|\/)prisma\/migrations\//, tool: 'Prisma Migrate', command: ['prisma', 'migrate', 'deploy'] },
  { pattern: /(^|\/)alembic\.ini$/, tool: 'Alembic', command: ['alembic', 'upgrade', 'head'] },
  { pattern: /(^|\/)drizzle\.config\.\w+$/, tool: 'drizzle-kit', command: ['drizzle-kit', 'migrate'] },
  { pattern: /(^|\/)knexfile\.\w+$/, tool: 'Knex', command: ['knex', 'migrate:latest'] },
  { pattern: /(^|\/)manage\.py$/, tool: 'Django', command: ['python', 'manage.py', 'migrate', '--noinput'] },
  { pattern: /(^|\/)db\/migrate\//, tool: 'Rails', command: ['bundle', 'exec', 'rails', 'db:migrate'] },
  { pattern: /(^|\/)db\/migration\/V\d+\w*__/, tool: 'Flyway, which Spring Boot runs when it starts' },
]

const scriptNames = [
  'migrate:deploy',
  'db:migrate:deploy',
  'migrate',
  'db:migrate',
  'migration:run',
  'migrations:run',
]
const forDevelopment = /migrate dev|db push|migrate:make|generate|--watch/

/** The project's own script, then the tool's usual command, then SQL files that nobody says how to apply. */
export function findMigrations(folder: Folder, manifests: Manifest[]): Finding<Migrations> | undefined {
  const found = settle([...fromScripts(manifests), ...fromFiles(folder), ...fromSql(folder)])
  return found && { ...found, conflicts: [] }
}

const fromScripts = (manifests: Manifest[]): Sighting<Migrations>[] =>
  manifests.flatMap(({ path, scripts }) =>
    scriptNames.flatMap((name) => {
      const script = scripts[name]
      const command = script && !forDevelopment.test(script.command) ? readCommand(script.command) : undefined
      return script && command
        ? [
            {
              value: { tool: name, command: withoutRunner(command) },
              source: `${path}:${script.line} ${name}`,
              confidence: 'certain' as const,
            },
          ]
        : []
    }),
  )

const withoutRunner = (command: string[]) => (command[0] === 'npx' ? command.slice(1) : command)

const fromFiles = ({ paths }: Folder): Sighting<Migrations>[] =>
  signs.flatMap(({ pattern, ...value }) => {
    const path = paths.find((it) => pattern.test(it))
    return path ? [{ value, source: path, confidence: 'certain' as const }] : []
  })

const fromSql = (folder: Folder): Sighting<Migrations>[] =>
  folder.paths
    .filter((path) => path.startsWith(within(folder.dir, 'migrations/')) && path.endsWith('.sql'))
    .slice(0, 1)
    .map((source) => ({ value: { tool: 'SQL files' }, source, confidence: 'likely' as const }))
