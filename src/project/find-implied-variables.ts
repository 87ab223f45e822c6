import { type Folder, findMatches, linesOf, within } from './project-files.ts'
import type { Manifest } from './read-manifest.ts'
import type { Reading } from './reading.ts'

/** What a library takes from the environment by itself, as long as the source names none of these. */
const byPackage: { name: string; names: string[]; call?: RegExp }[] = [
  { name: 'next-auth', names: ['AUTH_SECRET', 'NEXTAUTH_SECRET'] },
  // the same package is the browser's client
  { name: 'better-auth', names: ['BETTER_AUTH_SECRET', 'AUTH_SECRET'], call: /\bbetterAuth\(/ },
  { name: '@clerk/nextjs', names: ['CLERK_SECRET_KEY'] },
]

const byCall: { pattern: RegExp; name: string }[] = [
  {
    pattern: /\bdj_database_url\.config\((?![^)]*\benv\s*=)|\benv\.(?:db|db_url|dj_db_url)\(\s*\)/g,
    name: 'DATABASE_URL',
  },
  { pattern: /\benv\.cache(?:_url)?\(\s*\)/g, name: 'CACHE_URL' },
  { pattern: /\benv\.email_url\(\s*\)/g, name: 'EMAIL_URL' },
]

/** Variables that nobody names in the source, and that are read all the same. */
export const findImpliedVariables = (
  folder: Folder,
  manifests: Manifest[],
  named: ReadonlySet<string>,
): Reading[] => [
  ...fromCalls(folder),
  ...fromPackages(folder, manifests),
  ...fromRails(folder, manifests, named),
  ...fromLaravel(manifests),
]

const fromCalls = (folder: Folder): Reading[] =>
  byCall.flatMap(({ pattern, name }) =>
    findMatches(folder, (path) => path.endsWith('.py'), pattern).map(({ path, line, text }) => ({
      path,
      line,
      name,
      isRequired: !/\bdefault\s*=/.test(text),
    })),
  )

function fromPackages({ texts }: Folder, manifests: Manifest[]): Reading[] {
  const says = (words: RegExp) => [...texts.values()].some((text) => words.test(text))
  return byPackage.flatMap(({ name, names, call }) =>
    manifests.flatMap(({ path, dependencies, language }): Reading[] => {
      const line = language === 'javascript' ? dependencies.get(name) : undefined
      const isNamed = names.some((it) => says(new RegExp(`\\b${it}\\b`)))
      if (line === undefined || isNamed || (call && !says(call))) return []
      return [{ path, line, name: names[0]!, isRequired: true }]
    }),
  )
}

/** Laravel answers nothing without its key. */
const fromLaravel = (manifests: Manifest[]): Reading[] =>
  manifests.flatMap(({ path, dependencies }) => {
    const line = dependencies.get('laravel/framework')
    return line === undefined ? [] : [{ path, line, name: 'APP_KEY', isRequired: true }]
  })

/** Rails does not start in production without one of the two. */
function fromRails(folder: Folder, manifests: Manifest[], named: ReadonlySet<string>): Reading[] {
  const manifest = manifests.find(
    ({ language, dependencies }) => language === 'ruby' && dependencies.has('rails'),
  )
  if (!manifest) return []
  const credentials = within(folder.dir, 'config/credentials.yml.enc')
  const hasCredentials = folder.paths.includes(credentials) && !named.has('SECRET_KEY_BASE')
  return [
    {
      path: hasCredentials ? credentials : manifest.path,
      line: hasCredentials ? 1 : manifest.dependencies.get('rails')!,
      name: hasCredentials ? 'RAILS_MASTER_KEY' : 'SECRET_KEY_BASE',
      isRequired: true,
    },
    ...railsDatabase(folder),
  ]
}

/** Its URL wins over what its settings say; those that take the host from the environment are served piece by piece. */
const railsDatabase = ({ dir, texts }: Folder): Reading[] => {
  const path = within(dir, 'config/database.yml')
  const text = texts.get(path) ?? ''
  const line = linesOf(path, text).find((it) => /adapter:\s*["']?(postgresql|postgis)/.test(it.text))
  const isServed = /^\s*url:\s*<%=/m.test(text) || (/^\s*host:\s*<%=/m.test(text) && !hasOwnLogin(text))
  return line && !isServed ? [{ path, line: line.line, name: 'DATABASE_URL', isRequired: false }] : []
}

/** Pieces of the address that only the source can change. */
const hasOwnLogin = (text: string) =>
  /^\s+(?:database|username|password|host):\s*["']?(?!<%=)[\w.-]/m.test(
    /^production:[^\n]*\n((?:[ \t]+[^\n]*\n?|[ \t]*\n)*)/m.exec(text)?.[1] ?? '',
  )
