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
  return once.filter((it) => !isKnown(it)).map(noteOf)
}

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
