import type { Dockerfile } from '../dockerfile/read-dockerfile.ts'
import { type Finding, settle } from './finding.ts'
import { at, type Folder, findMatches, within } from './project-files.ts'
import type { ComposeService } from './read-compose.ts'

const named = /DJANGO_SETTINGS_MODULE["'],\s*["']([\w.]+)["']/g
const forDevelopment = /\.(dev\w*|local\w*|test\w*)$/
const forProduction = /(^|\/)settings\/(prod|production)\.py$/

/**
 * The settings that Django's server runs with, where manage.py would take those of a developer: both have to be told the
 * same. Nothing when the image, or compose, tells them already.
 */
export function findSettingsModule(
  folder: Folder,
  dockerfile: Dockerfile | undefined,
  services: ComposeService[],
): Finding<string> | undefined {
  const isTold =
    dockerfile?.last.some(({ name, rest }) => name === 'ENV' && rest.includes('DJANGO_SETTINGS_MODULE')) ||
    services.some(({ environment }) => environment.has('DJANGO_SETTINGS_MODULE'))
  const [managed] = findMatches(folder, (path) => path === within(folder.dir, 'manage.py'), named)
  const module = managed?.match[1]
  if (!module || isTold) return undefined
  const served = findMatches(folder, (path) => /(^|\/)(wsgi|asgi)\.py$/.test(path), named)
    .filter(({ match }) => match[1] !== module && !forDevelopment.test(match[1]!))
    .map((line) => ({ value: line.match[1]!, source: at(line), confidence: 'certain' as const }))
  return settle([...served, ...(forDevelopment.test(module) ? besideIt(folder, module) : [])])
}

/** `config/settings/production.py` beside the `config.settings.local` that is named. */
const besideIt = ({ paths, dir }: Folder, module: string) =>
  paths
    .filter((path) => forProduction.test(path))
    .map((path) =>
      (dir === '.' ? path : path.slice(dir.length + 1)).replace(/\.py$/, '').replaceAll('/', '.'),
    )
    .filter((value) => value.startsWith(module.replace(/\.\w+$/, '.')))
    .map((value) => ({
      value,
      source: `${within(dir, 'manage.py')} names ${module}`,
      confidence: 'likely' as const,
    }))
