import { type Dockerfile, findLast } from '../dockerfile/read-dockerfile.ts'
import { callAround } from './call-around.ts'
import { findServedPath } from './find-base-path.ts'
import { findNestHealth } from './find-nest-health.ts'
import { findPrefix } from './find-prefix.ts'
import { type Finding, type Sighting, settle } from './finding.ts'
import type { Framework } from './frameworks.ts'
import { at, type Folder, findMatches, isSource, type Line } from './project-files.ts'
import type { ComposeService } from './read-compose.ts'
import { type Manifest, nameOf } from './read-manifest.ts'
import { factsFor, type PlatformFact } from './read-platforms.ts'
import { saysInSettings } from './says-in-settings.ts'

type Evidence = {
  folder: Folder
  manifests: Manifest[]
  framework?: Finding<Framework>
  dockerfile?: Dockerfile
  platforms: PlatformFact[]
  services: ComposeService[]
}

export type Health = { readiness?: Finding<string>; liveness?: Finding<string> }

const routes =
  /["'`](?:GET )?(\/(?:api\/)?(?:v\d\/)?_?(?:healthz?|health[-_]?check|livez|live|liveness|alive|readyz?|readiness|health\/(?:ready|live)))\/?["'`]/g
const aCall = /\b(fetch|axios|requests|http\.get|curl)\b/
const isReady = (path: string) => /read(y|iness)/.test(path)
const isAlive = (path: string) => /(live|alive|healthz|\/up$)/.test(path)

/** Readiness and liveness are never the same route: the one may ask the database, the other must not. */
export function findHealth(evidence: Evidence): Health {
  const { folder, manifests, dockerfile, platforms, services } = evidence
  const seen = [
    ...fromPlatforms(folder, platforms),
    ...fromImage(dockerfile),
    ...fromCompose(services),
    ...fromRouteFiles(evidence),
    // what a frontend's pages name, somebody else answers
    ...(evidence.framework?.value.role === 'frontend'
      ? []
      : [...fromSources(folder), ...findNestHealth(folder)]),
    ...fromRails(folder),
    ...fromLaravel(folder),
    ...fromActuator(folder, manifests),
    ...fromQuarkus(folder, manifests),
    ...fromMicronaut(folder, manifests),
  ]
  const readiness =
    settle(seen.filter(({ value }) => isReady(value))) ?? settle(seen.filter(({ value }) => !isAlive(value)))
  const served = findServedPath(folder, evidence.framework?.value.name, dockerfile)
  if (!readiness && served) return { readiness: { ...served, conflicts: [] } }
  const rest = seen.filter(({ value }) => value !== readiness?.value && !isReady(value))
  const liveness = settle(rest.filter(({ value }) => isAlive(value))) ?? settle(rest)
  if (readiness) return { readiness: alone(readiness), liveness: liveness && alone(liveness) }
  return { readiness: liveness && alone(liveness) }
}

/** What somebody else already asks. */
const fromPlatforms = (folder: Folder, facts: PlatformFact[]): Sighting<string>[] =>
  factsFor(folder, facts, 'health').map(({ value, line }) => ({
    value,
    source: at(line),
    confidence: 'likely',
  }))

const asked = /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::[\w${}:-]+)?(\/[\w/.-]*\w\/?)/

function fromImage(file: Dockerfile | undefined): Sighting<string>[] {
  const check = file && findLast(file, 'HEALTHCHECK')
  const path = check && asked.exec(check.rest)?.[1]
  return path ? [{ value: path, source: `${file.path}:${check.line} HEALTHCHECK`, confidence: 'likely' }] : []
}

const fromCompose = (services: ComposeService[]): Sighting<string>[] =>
  services.flatMap(({ health }) => {
    const path = health && asked.exec(health.text)?.[1]
    return path
      ? [{ value: path, source: `${at(health.line)} healthcheck`, confidence: 'likely' as const }]
      : []
  })

/** Other health routes are no contradiction. */
const alone = (finding: Finding<string>): Finding<string> => ({
  ...finding,
  confidence: 'likely',
  conflicts: [],
})

const fromSources = (folder: Folder): Sighting<string>[] =>
  findMatches(folder, isSource, routes)
    .filter(({ text }) => !aCall.test(text))
    .flatMap((line) => {
      const prefix = findPrefix(line, folder)
      const called = isAlone.test(line.text) ? callAround(line, folder) : line.text
      const isPrefix = line.path.endsWith('.py') && declares.test(called) && isGiven.test(line.text)
      const isHung = line.path.endsWith('.py') && hangsIn.test(called)
      if (prefix === undefined || (isHung && !hangsRoot(line, folder))) return []
      if (isPrefix && !hasRoot.test(folder.texts.get(line.path)!)) return []
      const value = isPrefix ? prefix : `${prefix}${line.match[1]!}`
      return value ? [{ value, source: at(line), confidence: 'likely' as const }] : []
    })

const isGiven = /\b(?:url_)?(?:prefix|path)\s*=/
const isAlone = /^\s*(?:(?:url_)?prefix|path)\s*=/
/** What stands before the routes of a router answers only where one of them adds nothing. */
const declares = /\b(?:APIRouter|Router|Blueprint)\(|\(Controller\):/
const hasRoot = /@(?:\w+\.)?(?:get|route)\(\s*(?:path\s*=\s*)?(?:["']\/?["']|\))/

/** A router of another file, which is named beside what stands before its routes, has one that adds nothing. */
const hangsIn = /\b(?:include_router|register_blueprint)\(/
const hangsRoot = ({ path, line }: Line, { texts }: Folder): boolean => {
  const lines = (texts.get(path) ?? '').split('\n').slice(Math.max(line - 4, 0), line)
  const names =
    lines
      .join('\n')
      .replace(/["'][^"'\n]*["']/g, '')
      .match(/\w+/g) ?? []
  return [...texts].some(
    ([other, text]) =>
      other !== path &&
      declares.test(text) &&
      hasRoot.test(text) &&
      names.some((name) => name.startsWith(nameOf(other).replace(/\.py$/, ''))),
  )
}

const fromRails = (folder: Folder): Sighting<string>[] =>
  findMatches(
    folder,
    (path) => path.endsWith('config/routes.rb'),
    /get\s+["']\/?([\w/-]+)["']\s*(?:=>|,\s*to:)\s*["']rails\/health#show/g,
  ).map((line) => ({ value: `/${line.match[1]}`, source: at(line), confidence: 'likely' }))

const fromLaravel = (folder: Folder): Sighting<string>[] =>
  findMatches(folder, (path) => path.endsWith('bootstrap/app.php'), /\bhealth:\s*["'](\/[\w/-]+)["']/g).map(
    (line) => ({ value: line.match[1]!, source: at(line), confidence: 'likely' }),
  )

/** Where something guards every path, or moves them, nobody can tell whether it answers. */
function fromActuator(folder: Folder, manifests: Manifest[]): Sighting<string>[] {
  const has = (name: string) => manifests.find(({ dependencies }) => dependencies.has(name))
  const manifest =
    has('spring-boot-starter-actuator') ?? has('org.springframework.boot:spring-boot-starter-actuator')
  const isGuarded =
    has('spring-boot-starter-security') ?? has('org.springframework.boot:spring-boot-starter-security')
  const isMoved = saysInSettings(folder, /context-path|base-path|management\.server\.port/)
  if (!manifest || isGuarded || isMoved) return []
  return [{ value: '/actuator/health', source: `${manifest.path} actuator`, confidence: 'likely' }]
}

/** Below its own root, unless the settings move it. */
function fromQuarkus(folder: Folder, manifests: Manifest[]): Sighting<string>[] {
  const names = ['quarkus-smallrye-health', 'io.quarkus:quarkus-smallrye-health']
  const manifest = manifests.find(({ dependencies }) => names.some((name) => dependencies.has(name)))
  const isMoved = saysInSettings(folder, /root-path|management\.enabled/)
  if (!manifest || isMoved) return []
  return ['/q/health/ready', '/q/health/live'].map((value) => ({
    value,
    source: `${manifest.path} smallrye-health`,
    confidence: 'likely',
  }))
}

function fromMicronaut(folder: Folder, manifests: Manifest[]): Sighting<string>[] {
  const names = ['micronaut-management', 'io.micronaut:micronaut-management']
  const manifest = manifests.find(({ dependencies }) => names.some((name) => dependencies.has(name)))
  const isMoved = saysInSettings(folder, /context-path|endpoints/)
  if (!manifest || isMoved) return []
  return [{ value: '/health', source: `${manifest.path} management`, confidence: 'likely' }]
}

const namedByFile = new Set(['Next.js', 'Nuxt', 'SvelteKit', 'Astro', 'Remix', 'React Router'])

/** Elsewhere a file's name says nothing of the path that it answers. */
function fromRouteFiles({ folder, framework }: Evidence): Sighting<string>[] {
  if (!framework || !namedByFile.has(framework.value.name)) return []
  return folder.paths.flatMap((path): Sighting<string>[] => {
    const route =
      /(?:^|\/)(?:app|pages|server|routes)\/((?:api\/)?(?:healthz?|readyz?|livez?))(?:\/(?:route|\+server|index))?\.[jt]s$/.exec(
        path,
      )?.[1]
    return route ? [{ value: `/${route}`, source: path, confidence: 'likely' }] : []
  })
}
