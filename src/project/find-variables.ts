import { at, type Folder, findMatches, isSource, within } from './project-files.ts'

export type Variable = {
  name: string
  /** Browser variables are fixed when the image is built; the others are read when it runs. */
  phase: 'build' | 'run'
  audience: 'browser' | 'cluster'
  isSecret: boolean
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

const browser = /^(NEXT_PUBLIC_|VITE_|REACT_APP_|PUBLIC_|GATSBY_)/
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
    findMatches(folder, isReading, pattern).map((line) => describe(line.match[1]!, at(line), line.match[2])),
  )
  const named = [...examples].map(([name, { source }]) => describe(name, source))
  const once = new Map<string, Variable>()
  for (const variable of [...inSource, ...named])
    if (!once.has(variable.name)) once.set(variable.name, variable)
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

function describe(name: string, source: string, fallback?: string): Variable {
  const isBrowser = browser.test(name)
  return {
    name,
    phase: isBrowser ? 'build' : 'run',
    audience: isBrowser ? 'browser' : 'cluster',
    isSecret: isSecretName(name),
    source,
    fallback,
  }
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
