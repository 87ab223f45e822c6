import { at, type Folder, findMatches, within } from './project-files.ts'
import { type Reading, readVariables } from './read-variables.ts'

export type Variable = {
  name: string
  /** Browser variables are fixed when the image is built; the others are read when it runs. */
  phase: 'build' | 'run'
  audience: 'browser' | 'cluster'
  isSecret: boolean
  /** Its reader has nothing to fall back to. */
  isRequired: boolean
  /** Every place that reads it copes without it. */
  isOptional: boolean
  source: string
  /** What the source falls back to, and what the example file suggests. Never a secret's value. */
  fallback?: string
  example?: string
}

const browser = /^(NEXT_PUBLIC_|VITE_|REACT_APP_|NUXT_PUBLIC_|PUBLIC_|GATSBY_|EXPO_PUBLIC_|NG_APP_|VUE_APP_)/
/** Nuxt's server hands these out when it runs; every other tool copies them into the bundle. */
const handedOut = /^NUXT_PUBLIC_/
/** Read once, when the image is built. */
const isBuildSettings = (path: string) => /(^|\/)next\.config\.\w+$/.test(path)
const ownedByThePlatform =
  /^(NODE_ENV|CI|PATH|HOME|PWD|TZ|LANG|HOSTNAME|NEXT_RUNTIME|NEXT_PHASE|DEV|PROD|MODE|BASE_URL|SSR|npm_.*)$/
const secret =
  /(SECRET|PASSWORD|PASSWD|TOKEN|CREDENTIAL|PRIVATE|(^|_)KEY$|API_KEY|DSN$|(DATABASE|POSTGRES|PG|DB|NEON|SUPABASE|REDIS|MONGO|DIRECT)\w*_(URL|URI)$)/

export const isSecretName = (name: string) => !browser.test(name) && secret.test(name)

/** Every environment variable that a folder's source reads or its example file names, once each. */
export function findVariables(folder: Folder): Variable[] {
  const examples = readExamples(folder)
  const inSource = readVariables(folder).map(describe)
  const named = [...examples].map(([name, { source }]) => ({
    ...describe({ ...placeOf(source), name, isRequired: false }),
    isOptional: false,
  }))
  const once = new Map<string, Variable>()
  for (const variable of [...inSource, ...named]) {
    const first = once.get(variable.name)
    if (!first) once.set(variable.name, variable)
    else {
      first.isRequired ||= variable.isRequired
      if (variable.isRequired) first.isOptional = false
      first.fallback ??= variable.fallback
    }
  }
  return [...once.values()]
    .filter(({ name }) => !ownedByThePlatform.test(name))
    .map((variable) => ({
      ...variable,
      ...readExample(variable, examples.get(variable.name)?.value),
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
}

const hasCredentials = /:\/\/[^/\s:@]*:[^@\s]+@/

/** A value with a password in it is a secret, whatever its variable is called. */
const readExample = ({ isSecret, fallback }: Variable, example: string | undefined) =>
  isSecret || hasCredentials.test(`${example} ${fallback}`)
    ? { isSecret: true, example: undefined }
    : { example }

function describe({ path, line, name, fallback, isRequired, isStatic }: Reading): Variable {
  const isBrowser = browser.test(name)
  const isSecret = isSecretName(name)
  const isBuilt =
    (isBrowser && !handedOut.test(name)) || isStatic === true || (isBuildSettings(path) && !isSecret)
  return {
    name,
    phase: isBuilt ? 'build' : 'run',
    audience: isBrowser ? 'browser' : 'cluster',
    isSecret,
    isRequired,
    isOptional: !isRequired,
    source: at({ path, line }),
    fallback,
  }
}

const placeOf = (source: string) => {
  const colon = source.lastIndexOf(':')
  return { path: source.slice(0, colon), line: Number(source.slice(colon + 1)) }
}

/** `.env.example` and its likes; of a real `.env` only the names count. */
export function readExamples(folder: Folder): Map<string, { value: string | undefined; source: string }> {
  const belongs = (path: string) => path.startsWith(within(folder.dir, '.env'))
  const lines = findMatches(folder, belongs, /^(?:export\s+)?([A-Z][A-Z0-9_]*)\s*=\s*(.*)$/g)
  return new Map(
    lines.map((line) => {
      const value = line.match[2]!.trim().replace(/^(["'])(.*)\1$/, '$2')
      return [line.match[1]!, { value: isExample(line.path) && value ? value : undefined, source: at(line) }]
    }),
  )
}

const isExample = (path: string) => /\.(example|sample|template|dist)$/.test(path)
