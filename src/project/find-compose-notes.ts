import type { Note } from './note.ts'
import type { ProjectFiles } from './project-files.ts'
import { type ComposeService, readComposeFiles } from './read-compose.ts'

const databases = /(^|\/)(postgres|postgis|timescaledb|pgvector|neon)/
const worker = /worker|celery|beat|scheduler|cron|queue/i
const beside = new Set(['adminer', 'pgadmin4', 'nginx', 'traefik', 'caddy'])

/** Services of a compose file that no one deploys: the app may need them all the same. */
export function findComposeNotes(files: ProjectFiles): Note[] {
  const services = readComposeFiles(files)
  const once = [...new Map(services.map((it) => [it.name, it])).values()]
  return [
    ...once.filter((it) => !isKnown(it)).map(noteOf),
    ...once.flatMap(firstTables),
    ...once.flatMap(keptFiles),
    ...once.flatMap(secretFiles),
  ]
}

/** PostgreSQL's image runs these once, when there is no database yet: a hosted one has never seen them. */
const firstTables = ({ mounts }: ComposeService): Note[] =>
  mounts
    .filter(({ to }) => to.startsWith('/docker-entrypoint-initdb.d'))
    .slice(0, 1)
    .map(({ from, line }) => ({
      id: 'initial-sql',
      severity: 'warn',
      message: `compose’s database begins with ${from.replace(/^\.\//, '')}; a hosted one does not`,
      source: `${line.path}:${line.line}`,
      advice: 'run it there once, e.g. with psql, unless migrations make the same tables',
    }))

/** Caches and packages may go. */
const mayGo =
  /node_modules|vendor|venv|cache|\.(next|nuxt|gradle|m2|cargo)|target|\/go\/|bundle|gems|deps|_build|tmp|static|assets|dist|public\/build|react_build/i

/** What a server keeps in a volume of compose. */
const keptFiles = ({ name, isBuilt, mounts }: ComposeService): Note[] =>
  mounts
    .filter(
      ({ from, to }) =>
        isBuilt &&
        !beside.has(name) &&
        /^[\w-]+$/.test(from) &&
        !mayGo.test(`${from} ${to}`) &&
        !/postgres|mysql/.test(to),
    )
    .slice(0, 1)
    .map(({ to, line }) => ({
      id: 'kept-files',
      severity: 'warn',
      message: `${name} keeps files in ${to}: in the cluster they are gone with each pod`,
      source: `${line.path}:${line.line}`,
      advice: 'keep them in an object store or in the database; several replicas share no folder either',
    }))

/** Compose puts its secrets into files, and tells the server where. */
const secretFiles = ({ name, isBuilt, environment, line }: ComposeService): Note[] =>
  [...environment]
    .filter(([, value]) => isBuilt && value.startsWith('/run/secrets/'))
    .map(([variable, value]) => ({
      id: 'secret-file',
      severity: 'warn',
      message: `${name} reads ${variable} from ${value}, a file that only compose puts there`,
      source: `${line.path}:${line.line}`,
      advice: 'let it take the secret itself from a variable too, and name that with --backend-secrets',
    }))

/** What is built from the project is a component, unless it works behind; a proxy or a look into the database is for development. */
const isKnown = ({ name, image = '', isBuilt }: ComposeService) =>
  (isBuilt && !worker.test(name)) ||
  databases.test(image) ||
  beside.has(image.split('/').at(-1)!.replace(/:.*/, ''))

const noteOf = ({ name, line, image }: ComposeService): Note => ({
  id: 'compose-service',
  severity: 'warn',
  message: `${name}${image ? ` (${image})` : ''} runs in compose, and is not deployed`,
  source: `${line.path}:${line.line}`,
  advice: 'if the app needs it, run it elsewhere and give its address as a secret or a variable',
})
