import { at, type Folder, findMatches, isSource, within } from './project-files.ts'

export type Variable = {
  name: string
  /** Browser variables are fixed when the image is built; the others are read when it runs. */
  phase: 'build' | 'run'
  audience: 'browser' | 'cluster'
  isSecret: boolean
  /** Its reader has nothing to fall back to. */
  isRequired: boolean
  source: string
  /** What the source falls back to, and what the example file suggests. Never a secret's value. */
  fallback?: string
  example?: string
}

const reads: RegExp[] = [
  /process\.env\.([A-Z][A-Z0-9_]*)(?:\s*(?:\?\?|\|\|)\s*["'`]?((?<=["'`])[^"'`]*|\d+))?/g,
  /process\.env\[["'`]([A-Z][A-Z0-9_]*)["'`]\](?:\s*(?:\?\?|\|\|)\s*["'`]?((?<=["'`])[^"'`]*|\d+))?/g,
  /import\.meta\.env\.([A-Z][A-Z0-9_]*)(?:\s*(?:\?\?|\|\|)\s*["'`]?((?<=["'`])[^"'`]*|\d+))?/g,
  /os\.environ(?:\.get\(|\[)\s*["']([A-Z][A-Z0-9_]*)["'](?:\s*,\s*["']?((?<=["'])[^"']*|\d+))?/g,
  /os\.getenv\(\s*["']([A-Z][A-Z0-9_]*)["'](?:\s*,\s*["']?((?<=["'])[^"']*|\d+))?/g,
  /os\.(?:Getenv|LookupEnv)\("([A-Z][A-Z0-9_]*)"\)/g,
  /System\.getenv\("([A-Z][A-Z0-9_]*)"\)/g,
  /\benv\("([A-Z][A-Z0-9_]*)"\)/g,
  /ENV(?:\.fetch\(|\[)["']([A-Z][A-Z0-9_]*)["']/g,
]

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

const isReading = (path: string) => isSource(path) || path.endsWith('schema.prisma')

/** Every environment variable that a folder's source reads or its example file names, once each. */
export function findVariables(folder: Folder): Variable[] {
  const examples = readExamples(folder)
  const inSource = reads.flatMap((pattern) =>
    findMatches(folder, isReading, pattern).map((line) => describe(line, isDemanded(line))),
  )
  const named = [...examples].map(([name, { source }]) =>
    describe({ ...placeOf(source), match: ['', name] }, false),
  )
  const once = new Map<string, Variable>()
  for (const variable of [...inSource, ...named]) {
    const first = once.get(variable.name)
    if (!first) once.set(variable.name, variable)
    else first.isRequired ||= variable.isRequired
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

type Reading = { path: string; line: number; match: ArrayLike<string | undefined> }

function describe({ path, line, match }: Reading, isRequired: boolean): Variable {
  const [name = '', fallback] = [match[1], match[2]]
  const isBrowser = browser.test(name)
  const isSecret = isSecretName(name)
  const isBuilt = (isBrowser && !handedOut.test(name)) || (isBuildSettings(path) && !isSecret)
  return {
    name,
    phase: isBuilt ? 'build' : 'run',
    audience: isBrowser ? 'browser' : 'cluster',
    isSecret,
    isRequired,
    source: at({ path, line }),
    fallback,
  }
}

const mayBeAbsent = /\bgetenv\(|\.get\(|\?\?|\|\||LookupEnv|\.fetch\([^)]*,|\?\.|\b(if|typeof)\b/

/** Without a fallback on its line, nor a question whether it is there. */
const isDemanded = ({ text }: { text: string }) => !mayBeAbsent.test(text)

const placeOf = (source: string) => {
  const colon = source.lastIndexOf(':')
  return { path: source.slice(0, colon), line: Number(source.slice(colon + 1)) }
}

/** `.env.example` and its likes; of a real `.env` only the names count. */
function readExamples(folder: Folder): Map<string, { value: string | undefined; source: string }> {
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
