import { at, type Folder, findMatches, within } from './project-files.ts'
import { readVariables } from './read-variables.ts'
import type { Reading } from './reading.ts'

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
  /** The value has to be a list in JSON. */
  isList?: boolean
  /** What the source falls back to, and what the example file suggests. Never a secret's value. */
  fallback?: string
  example?: string
}

const browser = /^(NEXT_PUBLIC_|VITE_|REACT_APP_|NUXT_PUBLIC_|PUBLIC_|GATSBY_|EXPO_PUBLIC_|NG_APP_|VUE_APP_)/
/** Nuxt's server hands these out when it runs; every other tool copies them into the bundle. */
const handedOut = /^NUXT_PUBLIC_/
/** Read once, when the image is built. */
const isBuildSettings = (path: string) =>
  /(^|\/)(next|nuxt|vite|vue|svelte|astro|webpack|rsbuild|craco|react-router)\.config\.\w+$/.test(path)
const ownedByThePlatform =
  /^(NODE_ENV|CI|PATH|HOME|PWD|TZ|LANG|HOSTNAME|NEXT_RUNTIME|NEXT_PHASE|DEV|PROD|MODE|BASE_URL|SSR|npm_.*)$/
const secret =
  /(SECRET|PASSWORD|PASSWD|PASSPHRASE|TOKEN|CREDENTIAL|PRIVATE|SALT|(^|_)(KEY|PASS|PWD)$|API_?KEY|DSN$|^ConnectionStrings__|(DATABASE|POSTGRES|PG|DB|NEON|SUPABASE|REDIS|MONGO|DIRECT|AMQP|RABBITMQ)\w*_(URL|URI)$)/i
/** `ACCESS_TOKEN_EXPIRE_MINUTES` says how long, `SECRET_NAME` where. */
const aboutSecret =
  /(^|_)(EXP|EXPIRE\w*|EXPIRY|EXPIRATION|TTL|AGE|LIFETIME|DURATION|MINUTES|SECONDS|HOURS|DAYS|MS|IN|LENGTH|SIZE|LIMIT|COUNT|ROUNDS|ALG|ALGORITHM|ISSUER|AUDIENCE|TYPE|NAME|PREFIX|HEADER|ENABLED|TOKENS|PUBLIC_KEY|PUBLISHABLE_KEY)$/i

export const isSecretName = (name: string) =>
  !browser.test(name) && secret.test(name) && !aboutSecret.test(name)

/** Every environment variable that a folder's source reads or its example file names, once each. */
export function findVariables(folder: Folder, implied: Reading[] = []): Variable[] {
  const examples = readExamples(folder)
  const inSource = [...readVariables(folder), ...implied].map(describe)
  const named = [...examples].map(([name, { source }]) => ({
    ...describe({ ...placeOf(source), name, isRequired: false }),
    isOptional: false,
  }))
  const once = new Map<string, Variable>()
  for (const variable of [...inSource, ...named]) {
    const first = once.get(variable.name)
    if (!first) once.set(variable.name, variable)
    else {
      if (variable.audience === 'browser') first.audience = 'browser'
      first.isRequired ||= variable.isRequired
      if (variable.isRequired) first.isOptional = false
      first.fallback ??= variable.fallback
    }
  }
  return [...once.values()]
    .filter(({ name }) => !ownedByThePlatform.test(name))
    .map((variable) => ({
      ...variable,
      ...readExample(variable, examples.get(variable.name)),
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
}

const hasCredentials = /:\/\/[^/\s:@]*:[^@\s]+@/

type Example = { value: string | undefined; source: string; isEmpty?: boolean }

/** A value with a password in it is a secret, whatever its variable is called. */
function readExample({ isSecret, fallback, isRequired, isOptional }: Variable, example: Example | undefined) {
  if (isSecret || hasCredentials.test(`${example?.value} ${fallback}`))
    return { isSecret: true, example: undefined }
  // an example that leaves it empty shows that the app does without it
  const isOpen = example?.isEmpty === true
  return {
    example: example?.value,
    isRequired: isRequired && !isOpen,
    isOptional: isOptional || isOpen,
  }
}

function describe({ path, line, name, fallback, isRequired, isStatic, isList }: Reading): Variable {
  const isBrowser = browser.test(name) && !(isBuildSettings(path) && !handedOut.test(name))
  const isSecret = isSecretName(name)
  const isBuilt =
    (isBrowser && !handedOut.test(name)) ||
    isStatic === true ||
    (isBuildSettings(path) && !isSecret && !handedOut.test(name))
  return {
    name,
    phase: isBuilt ? 'build' : 'run',
    audience: isBrowser ? 'browser' : 'cluster',
    isSecret,
    isRequired,
    isOptional: !isRequired,
    source: at({ path, line }),
    fallback,
    ...(isList ? { isList } : {}),
  }
}

const placeOf = (source: string) => {
  const colon = source.lastIndexOf(':')
  return { path: source.slice(0, colon), line: Number(source.slice(colon + 1)) }
}

/** `.env.example` and its likes; of a real `.env` only the names count. */
export function readExamples(folder: Folder): Map<string, Example> {
  const belongs = (path: string) => path.startsWith(within(folder.dir, '.env'))
  const lines = findMatches(folder, belongs, /^(?:export\s+)?([A-Z][A-Z0-9_]*)\s*=\s*(.*)$/g)
  return new Map(
    lines.map((line) => {
      const value = plainValue(line.match[2]!)
      const isShown = isExample(line.path)
      return [
        line.match[1]!,
        { value: isShown && value ? value : undefined, source: at(line), isEmpty: isShown && value === '' },
      ]
    }),
  )
}

/** As dotenv reads it: quotes come off, and what follows ` #` is a comment. */
const plainValue = (text: string) =>
  /^\s*(["'`])(.*?)\1\s*(?:#.*)?$/.exec(text)?.[2] ?? text.replace(/(^|\s+)#.*$/, '').trim()

const isExample = (path: string) => /\.(example|sample|template|dist)$/.test(path)
