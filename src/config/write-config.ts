import type { Config } from './config.ts'
import { type Outline, outlineConfig } from './config-outline.ts'
import { pathText } from './problem.ts'
import { yamlScalar } from './yaml-scalar.ts'

/** Written beside the config by `init`, so that editors check it offline and by the version that wrote it. */
export const schemaFile = '.k8sdeploy/schema.json'

const head = [
  `# yaml-language-server: $schema=./${schemaFile}`,
  '# What k8sdeploy deploys, and how. Names of secrets only, never their values: commit this file.',
  '# Anything left out has a default: `k8sdeploy schema` names them all.',
]

/** What each part is for, in a line above it. */
const headings: Record<string, string> = {
  access: 'How people reach the frontend.',
  frontend: 'What browsers get.',
  backend: 'What answers the frontend, and talks to the database.',
  database: 'The hosted PostgreSQL: which of the secrets holds its URL.',
  secrets: 'Where `up` takes each value from. It goes into a Kubernetes Secret and nowhere else.',
  chart: 'The helm chart. It is yours: edit it, or install it with plain helm.',
}

/** The config as a commented file. `sources` says where a value comes from, by its path, e.g. `backend.port`. */
export function writeConfig(config: Config, sources: Record<string, string>): string {
  const outline = outlineConfig(config)
  const parts = Object.entries(outline).map(([key, value], index) => {
    const heading = headings[key]
    const space = heading === undefined && index < 3 ? '' : '\n'
    return `${space}${heading === undefined ? '' : `# ${heading}\n`}${writePair([], key, value, sources)}`
  })
  return `${head.join('\n')}\n${parts.join('')}`
}

type Path = (string | number)[]

function writePair(parent: Path, key: string, value: unknown, sources: Record<string, string>): string {
  const path = [...parent, key]
  const pad = '  '.repeat(parent.length)
  const comment = commentFor(sources[pathText(path)])
  if (!isOpen(value, path, sources)) return `${pad}${yamlScalar(key)}: ${inline(value)}${comment}\n`
  const below = Object.entries(value).map(([name, part]) => writePair(path, name, part, sources))
  return `${pad}${yamlScalar(key)}:${comment}\n${below.join('')}`
}

/** A source is one line of text: a file's name may hold anything. */
const commentFor = (source: string | undefined): string =>
  source === undefined
    ? ''
    : ` # ${source.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffd\p{Cs}]+/gu, ' ')}`

/** Small maps of plain values stay on one line, as people write them; unless a part has a source to show. */
function isOpen(value: unknown, path: Path, sources: Record<string, string>): value is Outline {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const parts = Object.values(value)
  if (parts.length === 0) return false
  if (['env', 'args'].includes(String(path.at(-1)))) return true
  const isNested = parts.some((part) => typeof part === 'object' && part !== null)
  const below = `${pathText(path)}.`
  return isNested || inline(value).length > 60 || Object.keys(sources).some((key) => key.startsWith(below))
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`
  if (typeof value !== 'object' || value === null) return yamlScalar(value)
  const pairs = Object.entries(value).map(([key, part]) => `${yamlScalar(key)}: ${inline(part)}`)
  return `{${pairs.join(', ')}}`
}
