import { type Finding, settle } from './finding.ts'
import { type Folder, within } from './project-files.ts'
import type { Manifest } from './read-manifest.ts'

const signs: [pattern: RegExp, tool: string][] = [
  [/(^|\/)prisma\/migrations\//, 'Prisma Migrate'],
  [/(^|\/)alembic\.ini$/, 'Alembic'],
  [/(^|\/)drizzle\.config\.\w+$/, 'drizzle-kit'],
  [/(^|\/)knexfile\.\w+$/, 'Knex'],
  [/(^|\/)manage\.py$/, 'Django'],
  [/(^|\/)db\/migrate\//, 'Rails'],
]

export function findMigrations(folder: Folder, manifests: Manifest[]): Finding<string> | undefined {
  const tools = signs.flatMap(([pattern, tool]) => {
    const path = folder.paths.find((it) => pattern.test(it))
    return path ? [{ value: tool, source: path, confidence: 'certain' as const }] : []
  })
  const scripts = manifests.flatMap(({ path, scripts: { migrate } }) =>
    migrate
      ? [{ value: migrate.command, source: `${path}:${migrate.line} migrate`, confidence: 'likely' as const }]
      : [],
  )
  const plain = folder.paths.filter(
    (path) => path.startsWith(within(folder.dir, 'migrations/')) && path.endsWith('.sql'),
  )
  const files = plain
    .slice(0, 1)
    .map((path) => ({ value: 'SQL files', source: path, confidence: 'likely' as const }))
  const found = settle([...tools, ...scripts, ...files])
  return found && { ...found, conflicts: [] }
}
