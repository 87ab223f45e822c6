import { findAppliedAtStart } from './find-applied-at-start.ts'
import { folderOf } from './find-folders.ts'
import { drizzle, type Migrations } from './find-migrations.ts'
import { type Finding, settle } from './finding.ts'
import type { Folder, ProjectFiles } from './project-files.ts'

/** Those of a package of the workspace that the folder depends on. */
export function findSharedMigrations(
  folder: Folder,
  linked: Folder,
  files: ProjectFiles,
): Finding<Migrations> | undefined {
  const shared = [...linked.texts.keys()].filter((path) => !folder.texts.has(path))
  const found = settle<Migrations>([
    ...shared
      .filter((path) => path.endsWith('schema.prisma') && holdsMigrations(path, files))
      .map((path) => ({
        value: {
          tool: 'Prisma Migrate',
          command: ['prisma', 'migrate', 'deploy', ...whereOf(path, shared, folder.dir)],
        },
        source: path,
        confidence: 'likely' as const,
      })),
    ...shared
      .filter((path) => /(^|\/)drizzle\.config\.\w+$/.test(path))
      .map((path) => ({
        value: { tool: 'drizzle-kit', command: drizzleIn(path, folder.dir, files) },
        source: path,
        confidence: 'likely' as const,
      })),
    ...findAppliedAtStart({
      ...linked,
      texts: new Map([...linked.texts].filter(([path]) => shared.includes(path))),
    }),
    ...shared
      .filter((path) => /(^|\/)Migrations\/\w+\.cs$/.test(path))
      .map((path) => ({ value: { tool: 'Entity Framework' }, source: path, confidence: 'likely' as const })),
  ])
  return found && { ...found, conflicts: [] }
}

/** Its paths are relative to where it is run, which is beside its settings; some tools install it there only. */
function drizzleIn(path: string, dir: string, files: ProjectFiles): string[] | undefined {
  const above = folderOf(path)
  const settings = above === '.' ? path : path.slice(above.length + 1)
  const command = drizzle(settings, { ...files, dir: above })
  if (!command || command.includes('--config')) return undefined
  const found = `export PATH="$PWD/node_modules/.bin:$PATH"`
  return ['sh', '-c', `cd ${relative(dir, above)} && ${found} && exec ${command.join(' ')}`]
}

/** Settings of its own name the schema, and the database too: since version 7 nothing else does. */
function whereOf(schema: string, shared: string[], dir: string): string[] {
  const settings = shared.find((path) => {
    const [, above] = /^(.*\/)prisma\.config\.\w+$/.exec(path) ?? []
    return above !== undefined && schema.startsWith(above)
  })
  return settings ? ['--config', relative(dir, settings)] : ['--schema', relative(dir, schema)]
}

const holdsMigrations = (schema: string, { paths }: ProjectFiles) => {
  const migrations = `${schema.slice(0, schema.lastIndexOf('/') + 1)}migrations/`
  return paths.some((path) => path.startsWith(migrations))
}

const relative = (dir: string, path: string): string =>
  dir === '.'
    ? path
    : `${dir
        .split('/')
        .map(() => '..')
        .join('/')}/${path}`
