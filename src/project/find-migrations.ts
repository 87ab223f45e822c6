import { readCommand } from '../dockerfile/read-dockerfile.ts'
import { findAppliedAtStart } from './find-applied-at-start.ts'
import { findSqlMigrations } from './find-sql-migrations.ts'
import { type Finding, type Sighting, settle } from './finding.ts'
import { inProject } from './in-project.ts'
import { at, type Folder, within } from './project-files.ts'
import type { ComposeService } from './read-compose.ts'
import type { Manifest } from './read-manifest.ts'
import { factsFor, type PlatformFact } from './read-platforms.ts'
import { withoutEnvFile } from './stacks/server-command.ts'

export type Migrations = {
  tool: string
  /** What brings a database up to date, in exec form; absent where only people can tell. */
  command?: string[]
  /** Somebody runs it with the image already. */
  isInImage?: true
  /** The server brings its tables up to date by itself. */
  isAtStart?: true
}

type Sign = {
  pattern: RegExp
  tool: string
  /** Of the path that was found, relative to the folder. */
  command?: (path: string, folder: Folder) => string[] | undefined
  /** One of these has to be among the dependencies. */
  packages?: string[]
}

const always =
  (...words: string[]) =>
  () =>
    words
/** A tool that looks for its settings in the folder that it runs in has to be told when they are elsewhere. */
const withSettings =
  (flag: string, tool: string, ...rest: string[]) =>
  (path: string) =>
    path.includes('/') ? [tool, flag, path, ...rest] : [tool, ...rest]

const litestar = ['litestar', 'database', 'upgrade', '--no-prompt']

/** Litestar's plugin knows the address that the settings of Alembic leave out. */
const alembic = (path: string, folder: Folder) =>
  /advanced.alchemy/i.test(folder.texts.get(within(folder.dir, path)) ?? '')
    ? litestar
    : withSettings('-c', 'alembic', 'upgrade', 'head')(path)

/** A row per tool, known by a file that only it has. */
const signs: Sign[] = [
  {
    pattern: /(^|\/)prisma\/migrations\//,
    tool: 'Prisma Migrate',
    command: always('prisma', 'migrate', 'deploy'),
  },
  {
    pattern: /(^|\/)migrations\/(alembic\.ini|env\.py)$/,
    tool: 'Flask-Migrate',
    packages: ['flask-migrate'],
    command: flask,
  },
  {
    pattern: /(^|\/)alembic\.ini$/,
    tool: 'Alembic',
    command: alembic,
  },
  {
    pattern: /(^|\/)(alembic|migrations)\/env\.py$/,
    tool: 'Alembic',
    packages: ['alembic', 'advanced-alchemy'],
    command: ofPyproject,
  },
  {
    pattern: /(^|\/)migrations\/\w+\/[\w.-]+\.(py|sql)$/,
    tool: 'Aerich',
    packages: ['aerich'],
    command: always('aerich', 'upgrade'),
  },
  { pattern: /(^|\/)drizzle\.config\.\w+$/, tool: 'drizzle-kit', command: drizzle },
  {
    pattern: /(^|\/)knexfile\.\w+$/,
    tool: 'Knex',
    command: withSettings('--knexfile', 'knex', 'migrate:latest'),
  },
  {
    pattern: /(^|\/)migrations\/[\w.-]+\.[cm]?[jt]s$/,
    tool: 'Sequelize',
    packages: ['sequelize-cli'],
    command: always('sequelize-cli', 'db:migrate'),
  },
  {
    pattern: /(^|\/)migrations\/[\w.-]+\.[cm]?[jt]s$/,
    tool: 'node-pg-migrate',
    packages: ['node-pg-migrate'],
    command: always('node-pg-migrate', 'up'),
  },
  {
    pattern: /(^|\/)manage\.py$/,
    tool: 'Django',
    command: (path) => ['python', path, 'migrate', '--noinput'],
  },
  { pattern: /(^|\/)db\/migrate\//, tool: 'Rails', command: always('bundle', 'exec', 'rails', 'db:migrate') },
  {
    pattern: /(^|\/)database\/migrations\/.*\.php$/,
    tool: 'Laravel',
    command: always('php', 'artisan', 'migrate', '--force'),
  },
  { pattern: /(^|\/)priv\/repo\/migrations\//, tool: 'Ecto' },
  { pattern: /(^|\/)migrations\/[\w.-]+\.[jt]s$/i, tool: 'TypeORM', packages: ['typeorm'] },
  { pattern: /(^|\/)Migrations\/\w+\.cs$/, tool: 'Entity Framework' },
]

/** The project's own script, a server that does it by itself, the tool's usual command, SQL files that nobody says how to apply. */
type Evidence = {
  folder: Folder
  manifests: Manifest[]
  platforms: PlatformFact[]
  /** Services of compose files that are made with the folder's image. */
  services: ComposeService[]
  /** All that run beside it. */
  around: ComposeService[]
  /** Where the image applies them itself, before its server starts. */
  byImage: string | undefined
}

export function findMigrations({
  folder,
  manifests,
  platforms,
  services,
  around,
  byImage,
}: Evidence): Finding<Migrations> | undefined {
  const atStart = findAppliedAtStart(folder)
  const found = settle<Migrations>([
    ...fromPlatforms(folder, platforms, manifests),
    ...fromCompose(services),
    ...fromScripts(manifests, folder),
    ...atStart.filter(({ confidence }) => confidence === 'certain'),
    ...fromFiles(folder, manifests),
    ...findSqlMigrations(folder, manifests, around),
    ...atStart,
    ...fromStrapi(manifests),
  ])
  if (!byImage) return found && { ...found, conflicts: [] }
  const { value, source } = found ?? { value: { tool: 'the script that starts the image' }, source: byImage }
  return { value: { ...value, isAtStart: true }, source, confidence: 'certain', conflicts: [] }
}

/** It makes its tables from its content types. */
const fromStrapi = (manifests: Manifest[]): Sighting<Migrations>[] =>
  manifests.flatMap(({ path, dependencies }) => {
    const line = dependencies.get('@strapi/strapi')
    const value = { tool: 'Strapi, when the server starts', isAtStart: true as const }
    return line === undefined ? [] : [{ value, source: `${path}:${line}`, confidence: 'likely' as const }]
  })

const scriptName =
  /^((db|prisma|knex|typeorm|drizzle|sequelize):)?(migrate|migrations?)(:(deploy|run|up|latest|prod|production))*$|^(db|prisma):deploy$/
const forDevelopment = /migrate dev|migration:(generate|create)|db push|migrate:make|generate|--watch|\bdev\b/
const forProduction = /deploy|prod/

/** What a platform runs before each release. */
const fromPlatforms = (
  folder: Folder,
  facts: PlatformFact[],
  manifests: Manifest[],
): Sighting<Migrations>[] =>
  factsFor(folder, facts, 'migrate').flatMap(({ value, line }) => {
    const command = readCommand(value)
    return command
      ? [
          {
            value: { tool: value, command: ofScript(command, manifests) },
            source: at(line),
            confidence: 'certain' as const,
          },
        ]
      : []
  })

/** What a script of the folder's own manifest does; one that is elsewhere can't be run from here. */
function ofScript(command: string[], manifests: Manifest[]): string[] | undefined {
  if (!/^(npm|pnpm|yarn|bun)$/.test(command[0]!)) return withoutRunner(command)
  const [name = ''] = command.slice(1).filter((word) => word !== 'run')
  const script = manifests.map(({ scripts }) => scripts[name]).find(Boolean)
  const words = script && readCommand(script.command)
  return words && withoutRunner(words)
}

/** A service that runs once, before the others. */
const fromCompose = (services: ComposeService[]): Sighting<Migrations>[] =>
  services.flatMap(({ name, command }) => {
    const words = command && /migrat|prestart/i.test(name) ? readCommand(command.text) : undefined
    return words && command
      ? [
          {
            value: { tool: name, command: words, isInImage: true as const },
            source: at(command.line),
            confidence: 'certain' as const,
          },
        ]
      : []
  })

/** What is meant for production first. */
const fromScripts = (manifests: Manifest[], folder: Folder): Sighting<Migrations>[] =>
  manifests.flatMap(({ path, scripts }) =>
    Object.entries(scripts)
      .filter(([name, { command }]) => scriptName.test(name) && !forDevelopment.test(command))
      .filter(([, { command }]) => !isLeftBehind(command, folder))
      .sort(([one], [other]) => Number(forProduction.test(other)) - Number(forProduction.test(one)))
      .flatMap(([name, script]) => {
        const command = readCommand(script.command)
        const value = { tool: name, command: command && withoutRunner(command) }
        return command
          ? [{ value, source: `${path}:${script.line} ${name}`, confidence: 'certain' as const }]
          : []
      }),
  )

/** The settings have gone to a package of the workspace, and the script has not. */
const isLeftBehind = (command: string, { dir, paths }: Folder): boolean =>
  /^(?:(?:npx|bunx) )?drizzle-kit \w+$/.test(command.trim()) &&
  !paths.some((path) => /^drizzle\.config\.\w+$/.test(dir === '.' ? path : path.slice(dir.length + 1)))

/** Nor what reads a file of the environment first: the pod has its variables, and the image no such file. */
function withoutRunner(command: string[]): string[] {
  const [tool = '', ...rest] = command
  if (tool === 'npx') return withoutRunner(rest)
  const end = rest.indexOf('--')
  if (/^(dotenv|dotenvx|env-cmd)$/.test(tool) && end !== -1) return withoutRunner(rest.slice(end + 1))
  return /^(node|tsx)$/.test(tool) ? [tool, ...withoutEnvFile(rest)] : command
}

const fromFiles = (folder: Folder, manifests: Manifest[]): Sighting<Migrations>[] =>
  signs.flatMap(({ pattern, tool, command, packages }) => {
    const path = folder.paths.find((it) => pattern.test(it))
    const isUsed = !packages || packages.some((name) => manifests.some((it) => it.dependencies.has(name)))
    if (!path || !isUsed) return []
    const inside = folder.dir === '.' ? path : path.slice(folder.dir.length + 1)
    return [
      { value: { tool, command: command?.(inside, folder) }, source: path, confidence: 'certain' as const },
    ]
  })

/** Without a file that it wrote, or with a host that nothing can change, drizzle-kit has nothing to apply. Its paths start where it runs. */
export function drizzle(settings: string, { dir, paths, texts }: Folder): string[] | undefined {
  const text = texts.get(within(dir, settings)) ?? ''
  const out = /\bout\s*:\s*["'`]([^"'`]+)/.exec(text)?.[1]
  const isWritten = (path: string) =>
    out === undefined
      ? /\/meta\/_journal\.json$|(^|\/)(drizzle|migrations)\/.*\.sql$/.test(path)
      : path.startsWith(`${inProject(dir, out)}/`) && /\/_journal\.json$|\.sql$/.test(path)
  if (!paths.some(isWritten) || /\bhost\s*:\s*["']/.test(text)) return undefined
  return ['drizzle-kit', 'migrate', ...(settings.includes('/') ? ['--config', settings] : [])]
}

/** Its settings may stand in pyproject.toml; Litestar’s plugin has its own. */
function ofPyproject(_: string, { dir, texts }: Folder): string[] | undefined {
  const text = texts.get(within(dir, 'pyproject.toml')) ?? ''
  if (/\blitestar\b/.test(text) && /\badvanced-alchemy\b/.test(text)) return litestar
  return /^\[tool\.alembic\]/m.test(text) ? ['alembic', 'upgrade', 'head'] : undefined
}

/** Flask finds the app in `app.py` and `wsgi.py`, and a factory in a package that it is told. */
function flask(_: string, { dir, paths }: Folder): string[] | undefined {
  const has = (name: string) => paths.includes(dir === '.' ? name : `${dir}/${name}`)
  if (has('app.py') || has('wsgi.py')) return ['flask', 'db', 'upgrade']
  return has('app/__init__.py') ? ['flask', '--app', 'app', 'db', 'upgrade'] : undefined
}
