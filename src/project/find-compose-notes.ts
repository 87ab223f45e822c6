import type { Note } from './note.ts'
import { type Line, linesOf, type ProjectFiles } from './project-files.ts'

type Service = { name: string; line: Line; image?: string; isBuilt: boolean }

const composeFile = /^(docker-)?compose(\.(dev|local|override))?\.ya?ml$/
const databases = /(^|\/)(postgres|postgis|timescaledb|pgvector|neon)/
const worker = /worker|celery|beat|scheduler|cron|queue/i
const beside = new Set(['adminer', 'pgadmin4', 'nginx', 'traefik', 'caddy'])

/** Services of a compose file that no one deploys: the app may need them all the same. */
export function findComposeNotes({ texts }: ProjectFiles): Note[] {
  const files = [...texts].filter(([path]) => composeFile.test(path))
  const services = files.flatMap(([path, text]) => readServices(path, text))
  const once = [...new Map(services.map((it) => [it.name, it])).values()]
  return once.filter((it) => !isKnown(it)).map(noteOf)
}

/** What is built from the project is a component, unless it works behind; a proxy or a look into the database is for development. */
const isKnown = ({ name, image = '', isBuilt }: Service) =>
  (isBuilt && !worker.test(name)) ||
  databases.test(image) ||
  beside.has(image.split('/').at(-1)!.replace(/:.*/, ''))

const noteOf = ({ name, line, image }: Service): Note => ({
  id: 'compose-service',
  severity: 'warn',
  message: `${name}${image ? ` (${image})` : ''} runs in compose, and is not deployed`,
  source: `${line.path}:${line.line}`,
  advice: 'if the app needs it, run it elsewhere and give its address as a secret or a variable',
})

/** By indentation: a name below `services:`, and the `image` or `build` below it. */
function readServices(path: string, text: string): Service[] {
  const found: Service[] = []
  let isInside = false
  let indent = 0
  for (const line of linesOf(path, text)) {
    const [, space = '', key, value = ''] = /^( *)([\w.-]+):\s*(.*?)\s*$/.exec(line.text) ?? []
    if (key === undefined) continue
    if (space === '') {
      isInside = key === 'services'
      indent = 0
    } else if (isInside && (indent === 0 || space.length === indent)) {
      indent = space.length
      found.push({ name: key, line, isBuilt: false })
    } else if (isInside && found.length > 0) {
      const service = found.at(-1)!
      if (key === 'image') service.image = value.replace(/["']/g, '')
      if (key === 'build') service.isBuilt = true
    }
  }
  return found
}
