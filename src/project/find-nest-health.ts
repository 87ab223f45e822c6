import type { Sighting } from './finding.ts'
import { at, type Folder, findMatches, isSource, type Line } from './project-files.ts'

const controller =
  /@Controller\(\s*(?:\{[^}]*path:\s*)?["'`]\/?((?:\w+\/)?(?:healthz?|health-check|readyz?|livez?))["'`]/g

/** Nest's controllers stand below a prefix that is set for all of them. */
export function findNestHealth(folder: Folder): Sighting<string>[] {
  const [set] = findMatches(folder, isSource, /setGlobalPrefix\(([^)]*)\)/g)
  const prefix = set ? /^\s*["'`]\/?([\w/-]*\w)\/?["'`]\s*$/.exec(set.match[1]!)?.[1] : ''
  if (prefix === undefined) return []
  const all = [...findMatches(folder, isSource, controller), ...atRoot(folder)]
  return all
    .filter((line) => answersAll(line, folder) && !isVersioned(line, folder))
    .map((line) => ({
      value: `${prefix ? `/${prefix}` : ''}/${line.match[1]}`,
      source: at(line),
      confidence: 'likely',
    }))
}

const routeOfNest = /@Get\(\s*["'`]\/?((?:healthz?|health-check|readyz?|livez?)(?:\/\w+)?)["'`]\s*\)/g

/** A controller without a path, alone in its file. */
const atRoot = (folder: Folder) =>
  findMatches(folder, isSource, routeOfNest).filter(({ path }) =>
    /^[^@]*@Controller\(\s*\)(?![\s\S]*@Controller\()/m.test(folder.texts.get(path)!),
  )

const guard = /\buseGlobalGuards\(|\bprovide:\s*APP_GUARD\b(?!\s*,\s*use(?:Class|Existing):\s*\w*Throttl)/
const own = /@UseGuards\((?!\s*\w*Throttl)/
const opened = /@\w*(?:Public|Anonymous|SkipAuth|NoAuth|Unprotected|Unauthenticated|Open)\w*\(/i

/** A probe has no login: where something guards the routes, this one has to be left out by name. */
function answersAll({ path }: Line, { texts }: Folder): boolean {
  const text = texts.get(path)!
  if (opened.test(text)) return true
  return !own.test(text) && ![...texts].some(([other, it]) => isSource(other) && guard.test(it))
}

const versions = /\benableVersioning\((?![^)]*VersioningType\.(?:HEADER|MEDIA_TYPE|CUSTOM))/
const byDefault = /\benableVersioning\([^)]*\bdefaultVersion\b/

/** It stands below `/v1`, or whatever the prefix of versions is. */
function isVersioned({ path }: Line, { texts }: Folder): boolean {
  const text = texts.get(path)!
  const all = [...texts.values()]
  if (!all.some((it) => versions.test(it)) || text.includes('VERSION_NEUTRAL')) return false
  return /\bversion:|@Version\(/.test(text) || all.some((it) => byDefault.test(it))
}
