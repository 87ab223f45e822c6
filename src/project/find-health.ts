import { type Finding, type Sighting, settle } from './finding.ts'
import { at, type Folder, findMatches, isSource } from './project-files.ts'

export type Health = { readiness?: Finding<string>; liveness?: Finding<string> }

const routes =
  /["'`](\/(?:api\/)?(?:v\d\/)?_?(?:healthz?|livez|live|liveness|alive|readyz?|readiness|health\/(?:ready|live)))\/?["'`]/g
const aCall = /\b(fetch|axios|requests|http\.get|curl)\b/
const isReady = (path: string) => /read(y|iness)/.test(path)
const isAlive = (path: string) => /(live|alive|healthz)/.test(path)

/** Readiness and liveness are never the same route: the one may ask the database, the other must not. */
export function findHealth(folder: Folder): Health {
  const seen = [...fromRouteFiles(folder), ...fromSources(folder)]
  const readiness =
    settle(seen.filter(({ value }) => isReady(value))) ?? settle(seen.filter(({ value }) => !isAlive(value)))
  const rest = seen.filter(({ value }) => value !== readiness?.value && !isReady(value))
  const liveness = settle(rest)
  if (readiness) return { readiness: alone(readiness), liveness: liveness && alone(liveness) }
  return { readiness: liveness && alone(liveness) }
}

/** Other health routes are no contradiction. */
const alone = (finding: Finding<string>): Finding<string> => ({
  ...finding,
  confidence: 'likely',
  conflicts: [],
})

const fromSources = (folder: Folder): Sighting<string>[] =>
  findMatches(folder, isSource, routes)
    .filter(({ text }) => !aCall.test(text))
    .map((line) => ({ value: line.match[1]!, source: at(line), confidence: 'likely' }))

/** Next, Nuxt and SvelteKit name routes by file. */
function fromRouteFiles(folder: Folder): Sighting<string>[] {
  return folder.paths.flatMap((path): Sighting<string>[] => {
    const route =
      /(?:^|\/)(?:app|pages|server|routes)\/((?:api\/)?(?:healthz?|readyz?|livez?))(?:\/(?:route|\+server|index))?\.[jt]s$/.exec(
        path,
      )?.[1]
    return route ? [{ value: `/${route}`, source: path, confidence: 'likely' }] : []
  })
}
