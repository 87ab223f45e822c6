import { findKeysByUse } from './find-keys-by-use.ts'
import { takesWholeAddress } from './find-whole-address.ts'
import { isKnownToAll } from './makeshift.ts'
import { at, type Folder, findMatches, within } from './project-files.ts'
import { readVariables } from './read-variables.ts'
import type { Reading } from './reading.ts'
import { isHostOnly, takesWhole } from './takes-whole.ts'

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
  /** A port that is listened at as it is: `:8080`. */
  isAddress?: boolean
  /** The server does not start without it. */
  isChecked?: boolean
  /** It has to be an address with a host: a path is none. */
  isWhole?: boolean
  /** It stands behind a scheme: neither an address nor a path will do. */
  isHost?: boolean
  /** What the source falls back to, and what the example file suggests. Never a secret's value. */
  fallback?: string
  example?: string
}

const browser = /^(NEXT_PUBLIC_|VITE_|REACT_APP_|NUXT_PUBLIC_|PUBLIC_|GATSBY_|EXPO_PUBLIC_|NG_APP_|VUE_APP_)/
/** Nuxt's server reads these when it runs, whatever its settings say. */
const isRuntime = /^NUXT_/
/** Nuxt's server hands these out when it runs; every other tool copies them into the bundle. */
const handedOut = /^NUXT_PUBLIC_/
/** Read once, when the image is built. */
const isBuildSettings = (path: string) =>
  /(^|\/)(next|nuxt|vite|vue|svelte|astro|webpack|rsbuild|craco|react-router)\.config\.\w+$/.test(path)
const ownedByThePlatform =
  /^(NODE_ENV|CI|PATH|HOME|PWD|TZ|LANG|HOSTNAME|NEXT_RUNTIME|NEXT_PHASE|DEV|PROD|MODE|BASE_URL|SSR|npm_.*)$/
const secret =
  /(SECRET|PASSWORD|PASSWD|PASSPHRASE|TOKEN|CREDENTIAL|PRIVATE|SALT|(^|_)(KEYS?|PASS|PWD|PW)$|API_?KEY|DSN$|CONN(ECTION)?_?STR(ING)?$|^ConnectionStrings__|DB_(URL|URI)$|(^|_)(DATABASE|POSTGRES|PG|DB|NEON|SUPABASE|REDIS|MONGO|(?<!RE)DIRECT|AMQP|RABBITMQ)\w*_(URL|URI)$)/i
/** `ACCESS_TOKEN_EXPIRE_MINUTES` says how long, `SECRET_NAME` where. */
const aboutSecret =
  /(^|_)(EXP|EXPIRE\w*|EXPIRY|EXPIRATION|TTL|AGE|LIFETIME|DURATION|MINUTES|SECONDS|HOURS|DAYS|MS|IN|LENGTH|SIZE|LIMIT|COUNT|ROUNDS|ALG|ALGORITHM|ISSUER|AUDIENCE|TYPE|NAME|PREFIX|HEADER|ENABLED|FILE|PATH|TOKENS|PUBLIC_KEY|PUBLISHABLE_KEY)$/i

export const isSecretName = (name: string, isPublic = browser.test(name)) =>
  !isPublic && secret.test(name) && !aboutSecret.test(name)

/** Sentry's packages take nothing for being switched off. */
const switchedOff = /(^|_)SENTRY_(DSN|RELEASE|ENVIRONMENT)$/

/** What else is known of them: read by a library, told by compose, and the example of the whole project. */
type Around = { implied: Reading[]; told: Reading[]; shared: ReadonlyMap<string, Example> }

/** Every environment variable that a folder's source reads, its example file names or compose gives it, once each. */
export function findVariables(folder: Folder, { implied, told, shared }: Around): Variable[] {
  const examples = readExamples(folder)
  const exampleOf = (name: string) => examples.get(name) ?? shared.get(name)
  const isShown = (name: string) => exampleOf(name)?.value !== undefined
  const describe = describeFor(folder)
  const read = readVariables(folder)
  const inSource = [...read, ...implied].map(describe)
  const named = [...examples].map(([name, { source }]) => ({
    ...describe({ ...placeOf(source), name, isRequired: false }),
    isOptional: false,
  }))
  const takesAddress = takesWholeAddress(folder)
  const emptyHanded = new Set(read.flatMap(({ name, isEmptyHanded }) => (isEmptyHanded ? [name] : [])))
  const once = new Map<string, Variable>()
  for (const variable of [...inSource, ...named]) {
    const first = once.get(variable.name)
    if (!first) once.set(variable.name, variable)
    else {
      if (variable.audience === 'browser') first.audience = 'browser'
      first.isRequired ||= variable.isRequired
      if (variable.isRequired) first.isOptional = false
      if (variable.isChecked) first.isChecked = true
      if (variable.isWhole) first.isWhole = true
      first.fallback ??= variable.fallback
    }
  }
  for (const reading of told)
    if (!once.has(reading.name)) once.set(reading.name, { ...describe(reading), isOptional: false })
  return [...once.values()]
    .filter(({ name }) => !ownedByThePlatform.test(name))
    .map((variable) => ({
      ...variable,
      ...withAddress(variable, exampleOf(variable.name)?.value, takesAddress),
      ...(variable.audience === 'browser' && takesWhole(variable.name, folder) ? { isWhole: true } : {}),
      ...(variable.audience === 'browser' && isHostOnly(variable.name, folder) ? { isHost: true } : {}),
      ...readExample(
        // nothing instead of what the example shows is no way to do without it
        {
          ...variable,
          isOptional: variable.isOptional && !(emptyHanded.has(variable.name) && isShown(variable.name)),
        },
        exampleOf(variable.name),
      ),
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** As the source or the example shows it; where neither does, as Go would take it. */
const withAddress = ({ name, fallback }: Variable, example: string | undefined, takesAddress: boolean) => {
  const shown = example ?? fallback
  const isAddress = shown === undefined ? takesAddress : /^:\d+$/.test(shown)
  return /PORT$/.test(name) && isAddress ? { isAddress } : {}
}

const hasCredentials = /:\/\/[^/\s:@]*:[^@\s]+@/

export type Example = { value: string | undefined; source: string; isEmpty?: boolean }

/** A value with a password in it is a secret, whatever its variable is called. */
function readExample(
  { isSecret, fallback, isRequired, isOptional, isChecked }: Variable,
  example: Example | undefined,
) {
  if (isSecret || hasCredentials.test(`${example?.value} ${fallback}`))
    return { isSecret: true, example: undefined, isOptional }
  // an example that leaves it empty shows that the app does without it, unless a schema says otherwise
  const isOpen = example?.isEmpty === true && !isChecked
  return {
    example: example?.value,
    isRequired: isRequired && !isOpen,
    isOptional: isOptional || isOpen,
  }
}

/** What a server in another language reads goes to no browser, and `PUBLIC_` means something to few tools only. */
function describeFor(folder: Folder) {
  const { dir, texts } = folder
  const keys = findKeysByUse(folder)
  const own = texts.get(within(dir, 'package.json')) ?? ''
  const isServer = servers.test(own) && !bundlers.test(own)
  const isPublic = [...texts].some(([path, text]) => path.endsWith('package.json') && publicTools.test(text))
  const isForBrowsers = ({ name, path }: Reading) =>
    browser.test(name) &&
    !isServer &&
    readsInPages.test(path) &&
    (isPublic || !name.startsWith('PUBLIC_')) &&
    !(isBuildSettings(path) && !handedOut.test(name))
  return (reading: Reading) => {
    const isBrowser = isForBrowsers(reading)
    const isSecret = isServer ? isSecretName(reading.name, false) : isSecretName(reading.name)
    return describe(reading, isBrowser, isSecret || (!isBrowser && keys.has(reading.name)))
  }
}

/** Nothing of a server's own package ends up in a browser, whatever its variables are called. */
const servers =
  /"(express|fastify|koa|hono|elysia|@nestjs\/core|@hapi\/hapi|@apollo\/server|graphql-yoga|@trpc\/server)"\s*:/
const bundlers =
  /\b(vite|next|nuxt|astro|gatsby|expo|webpack|parcel|esbuild|rollup|rsbuild|react-scripts|react-router|remix|angular|vue|svelte|sveltekit|solid-js|react|preact)\b/

const publicTools = /"(@sveltejs\/kit|astro|@rsbuild\/core)"\s*:/
const readsInPages = /\.(m?[jt]sx?|cjs|vue|svelte|astro|html)$|(^|\/)\.env[\w.-]*$|\.ya?ml$/

function describe(
  { path, line, name, fallback, isRequired, isRandom, isStatic, isList, isChecked, isWhole }: Reading,
  isBrowser: boolean,
  isSecret: boolean,
): Variable {
  const isNeeded =
    (isRequired && (isChecked === true || !switchedOff.test(name))) || (isSecret && isRandom === true)
  const isBuilt =
    (isBrowser && !handedOut.test(name)) ||
    isStatic === true ||
    (isBuildSettings(path) && !isSecret && !isRuntime.test(name))
  return {
    name,
    phase: isBuilt ? 'build' : 'run',
    audience: isBrowser ? 'browser' : 'cluster',
    isSecret,
    isRequired: isNeeded,
    isOptional: !isNeeded && !(isSecret && isKnownToAll(name, fallback)),
    source: at({ path, line }),
    fallback,
    ...(isList ? { isList } : {}),
    ...(isChecked ? { isChecked } : {}),
    ...(isWhole ? { isWhole } : {}),
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
