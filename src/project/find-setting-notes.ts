import { bracesAround } from './braces-around.ts'
import type { FoundComponent } from './component.ts'
import type { Note } from './note.ts'
import { at, type Folder, findMatches, isSource, type Line } from './project-files.ts'

type Row = Omit<Note, 'source' | 'message'> & {
  files: (path: string) => boolean
  pattern: RegExp
  /** A line that reads an environment variable can be set from outside. */
  message: (match: RegExpMatchArray) => string
  /** Even where the line reads a variable besides. */
  always?: true
  /** What else in a file that counts makes it harmless. */
  unless?: RegExp
  /** Of the file's text. */
  about?: RegExp
  /** Of what stands in the same braces. */
  among?: RegExp
}

const local = 'localhost|127\\.0\\.0\\.1'
const fromOutside =
  /environ|getenv|\bENV\b|process\.env|os\.Getenv|System\.getenv|config\(|env\(|env\.|config\w*\)?\.get(?:OrThrow)?\b/i

const onlyPagesOf = (match: RegExpMatchArray) =>
  `only pages of ${match[1]}${match[2] ? `:${match[2]}` : ''} may ask this server (CORS)`
const passedOnInstead =
  'none is needed where the frontend passes /api on; otherwise take the origins from a variable, and give it the address that people open'

/** Settings of Python that are not for development only. */
const isForAll = (path: string) => path.endsWith('.py') && !/(local|dev\w*|test\w*)\.py$/.test(path)

const onLoopback = {
  message: () => 'the server listens on 127.0.0.1: nobody outside the container reaches it',
  advice: 'listen on 0.0.0.0, or take the host from a variable',
}

/** Settings that let the app answer on one machine only: a row each. */
const rows: Row[] = [
  {
    id: 'allowed-hosts',
    severity: 'warn',
    files: (path) => path.endsWith('.py'),
    pattern: /^\s*ALLOWED_HOSTS\s*=\s*\[(?!\s*["']\*["'])(.*?)(?:\]|$)/g,
    message: (match) => `Django answers requests for ${match[1]?.trim() || 'no host at all'} only`,
    advice:
      'take ALLOWED_HOSTS from a variable, and give it the Service’s name and the public host; probes ask for the pod’s address, so let them ask by TCP or with a `host`',
  },
  {
    id: 'csrf-origins',
    severity: 'warn',
    files: (path) => path.endsWith('.py'),
    pattern: new RegExp(`^\\s*CSRF_TRUSTED_ORIGINS\\s*=\\s*\\[[^\\]]*(${local})`, 'g'),
    message: () => 'Django takes forms from this machine only',
    advice:
      'take CSRF_TRUSTED_ORIGINS from a variable, and give it the address that people open, with https://',
  },
  {
    id: 'forced-tls',
    severity: 'warn',
    files: (path) => /(^|\/)config\/environments\/production\.rb$/.test(path),
    pattern: /^\s*config\.force_ssl\s*=\s*true/g,
    unless: /^\s*config\.assume_ssl\s*=\s*true/m,
    message: () => 'Rails sends everybody on to https, which the frontend does not speak to it',
    advice: 'set config.assume_ssl = true: TLS ends in front of the cluster’s servers',
  },
  {
    id: 'forced-tls',
    severity: 'warn',
    files: isForAll,
    pattern: /^\s*SECURE_SSL_REDIRECT\s*=\s*True/g,
    unless: /^\s*SECURE_PROXY_SSL_HEADER\b/m,
    message: () => 'Django sends everybody on to https, which the frontend does not speak to it',
    advice:
      'set SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https"), or take SECURE_SSL_REDIRECT from a variable',
  },
  {
    id: 'cors-origins',
    severity: 'warn',
    files: isSource,
    pattern: new RegExp(
      `(?:allow(?:ed)?_?origins?|\\borigins?\\b|CORS_\\w*(?:ORIGINS?|WHITELIST))["']?\\s*[:=(][^\\n]*(${local})(?::(\\d+))?`,
      'gi',
    ),
    message: onlyPagesOf,
    advice: passedOnInstead,
  },
  {
    id: 'fixed-database',
    severity: 'warn',
    files: isSource,
    pattern: /["'`]postgres(?:ql)?(?:\+\w+)?:\/\/[^"'`\s$]*@([\w.-]+)/g,
    message: (match) => `the database’s address (${match[1]}) is written into the source`,
    advice: 'read it from a variable such as DATABASE_URL: nothing outside can change it otherwise',
  },
  {
    id: 'fixed-database',
    severity: 'warn',
    files: isSource,
    pattern: /["']jdbc:postgresql:\/\/([\w.-]+)/g,
    message: (match) => `the database’s address (${match[1]}) is written into the source`,
    advice: 'read it from a variable such as JDBC_DATABASE_URL: nothing outside can change it otherwise',
  },
  {
    id: 'fixed-database',
    severity: 'warn',
    files: isSource,
    pattern: /["'`][^"'`]*\bhost=([a-z][\w.-]*)\s[^"'`]*\b(?:user|dbname)=/g,
    message: (match) => `the database’s host (${match[1]}) is written into the source`,
    advice: 'read it from a variable such as DATABASE_URL: nothing outside can change it otherwise',
    always: true,
  },
  {
    id: 'fixed-database',
    severity: 'warn',
    files: isSource,
    pattern: /["'`]postgres(?:ql)?(?:\+\w+)?:\/\/[^"'`\s]*\{[^"'`]*@([a-z][\w.-]*)(?=[:/])/g,
    message: (match) => `the database’s host (${match[1]}) is written into the source`,
    advice: 'read it from a variable such as DATABASE_URL: nothing outside can change it otherwise',
    always: true,
  },
  {
    id: 'fixed-sslmode',
    severity: 'warn',
    files: isSource,
    pattern:
      /(?:["'`](?=[^"'`]*sslmode=disable)[^"'`]*?(?:%[sdv]|\{\w)|\+\s*["'`])[^"'`]*\bsslmode=disable\b/g,
    message: () => 'the source switches TLS to the database off (sslmode=disable)',
    advice:
      'a hosted PostgreSQL turns away who comes without: take the mode from a variable such as DB_SSLMODE, or connect with the URL as it is given',
    always: true,
  },
  {
    id: 'fixed-sslmode',
    severity: 'warn',
    files: (path) => /(^|\/)(runtime|prod|releases)\.exs$/.test(path),
    pattern: /^\s*ssl:\s*false\b/g,
    message: () => 'the source switches TLS to the database off (ssl: false)',
    advice: 'a hosted PostgreSQL turns away who comes without: leave the line out, the URL says `ssl=true`',
  },
  {
    id: 'loopback-only',
    severity: 'warn',
    files: isSource,
    pattern:
      /(?:::bind\(|\.bind\(|\bListenAndServe\(|\.(?:Run|Start|Listen|UseUrls)\()\s*\(?\s*["'](?:http:\/\/)?(?:127\.0\.0\.1|localhost)(?=["':])(?!:0\b|["']\s*,\s*0\b)/g,
    ...onLoopback,
  },
  {
    id: 'loopback-only',
    severity: 'warn',
    files: isSource,
    pattern: /\bAddr\s*:\s*"(?:127\.0\.0\.1|localhost):(?!0\b)/g,
    among: /\bhttp\.Server\s*\{/,
    ...onLoopback,
  },
  {
    id: 'fixed-database',
    severity: 'warn',
    files: isForAll,
    pattern: /^\s*["']HOST["']\s*:\s*["']([\w.-]+)["']/g,
    message: (match) => `the database’s host (${match[1]}) is written into the source`,
    advice: 'read it from a variable such as DATABASE_URL: nothing outside can change it otherwise',
  },
  {
    id: 'fixed-database',
    severity: 'warn',
    files: (path) => /\.[cm]?[jt]s$/.test(path),
    about: /["'](?:postgres(?:ql)?|pg|pg-promise)["']/,
    pattern: /^\s*host\s*:\s*["'`](?!0\.0\.0\.0)([\w.-]+)["'`]/g,
    among:
      /\b(?:Pool|Client|Sequelize|postgres|pgp)\([^{]*\{|\b(?:database|dialect|user|username)\b\s*(?:[:,]|$)|\btype\s*:\s*["'`]postgres/,
    message: (match) => `the database’s host (${match[1]}) is written into the source`,
    advice: 'read it from a variable such as DATABASE_URL: nothing outside can change it otherwise',
  },
  {
    id: 'fixed-database',
    severity: 'warn',
    files: (path) => /(^|\/)ormconfig\.json$/.test(path),
    pattern: /^\s*"host"\s*:\s*"([\w.-]+)"/g,
    message: (match) => `the database’s host (${match[1]}) is written into TypeORM’s settings`,
    advice: 'make ormconfig.js of it, and read it from a variable: nothing outside can change it otherwise',
  },
  {
    id: 'no-production',
    severity: 'warn',
    files: (path) => /(^|\/)config\/(config|database)\.[cm]?[jt]s$/.test(path),
    about: /^(?![\s\S]*\bproduction\b)[\s\S]*\bdialect\b/,
    pattern: /^\s*(?:export const |module\.|exports\.)*["']?development["']?\s*[:=]\s*\{/g,
    message: () =>
      'the database’s settings are for development only: an image that runs as production finds none',
    advice:
      'add `production` beside `development`, with its values from variables: Sequelize takes the settings that NODE_ENV names',
    always: true,
  },
]

/** What the source says of hosts and origins, as far as nothing outside can change it. */
export const findSettingNotes = (folder: Folder, read: ReadonlySet<string> = new Set()): Note[] =>
  rows.flatMap(({ files, pattern, message, always, about, unless, among, ...note }) => {
    const isHarmless = unless && [...folder.texts].some(([path, text]) => files(path) && unless.test(text))
    if (isHarmless) return []
    return findMatches(
      folder,
      (path) => files(path) && about?.test(folder.texts.get(path)!) !== false,
      pattern,
    )
      .filter((line) => among?.test(bracesAround(line, folder)) !== false)
      .filter(
        (line) => always || (!fromOutside.test(line.text) && !read.has(at(line)) && !standsIn(line, folder)),
      )
      .slice(0, 2)
      .map((line) => ({
        ...note,
        ...(refuses(line, folder) && note.id === 'cors-origins' ? { advice: neededAnyway } : {}),
        message: message(line.match),
        source: at(line),
      }))
  })

/** Browsers say where they come from when they send something, also to the address of their own page. */
const neededAnyway =
  'it refuses everybody else, also where the frontend passes /api on: take the origins from a variable, and give it the address that people open'
const refuses = ({ path }: Line, { texts }: Folder): boolean =>
  /new \w*(?:Error|Exception)\(\s*["'`][^"'`]*(?:CORS|origin)/i.test(texts.get(path) ?? '')

/** What stands in for a variable that the lines above read. */
const standsIn = ({ path, line, text }: Line, { texts }: Folder): boolean => {
  const [second = '', first = ''] = (texts.get(path) ?? '').split('\n').slice(Math.max(line - 3, 0), line - 1)
  if (/(\?\?|\|\|)\s*$/.test(first)) return fromOutside.test(first)
  return /^\s*(:|\?\?|\|\|)\s/.test(text) && (fromOutside.test(first) || fromOutside.test(second))
}

/** One of a list, over several lines, of who may ask. */
const isOrigin = ({ path, line }: Line, { texts }: Folder): boolean => {
  const above = (texts.get(path) ?? '').split('\n').slice(Math.max(line - 12, 0), line - 1)
  return /(?:origins?|whitelist)\w*["']?\s*(?::[^=\n]*)?[:=]\s*\[[^\]]*$/i.test(above.join('\n'))
}

const address = /["'`](?:https?|wss?):\/\/(localhost|127\.0\.0\.1|[a-z][a-z0-9_-]*)(?::(\d{2,5}))?(?=[/"'`])/g
const isDevServer = (path: string) => /\.config\.\w+$/.test(path)
const isFallback = (text: string) => /(\?\?|\|\||getenv|environ|fallback|(?<!export )default)/i.test(text)

const corsNote = (line: Line & { match: RegExpMatchArray }, folder: Folder): Note => ({
  id: 'cors-origins',
  severity: 'warn',
  message: onlyPagesOf(line.match),
  source: at(line),
  advice: refuses(line, folder) ? neededAnyway : passedOnInstead,
})

/** An address with a fallback in front of it can be set from outside, so it is no trouble. */
export function findFixedAddresses(
  folder: Folder,
  { framework, hasPage }: FoundComponent,
  read: ReadonlySet<string>,
  hosts: ReadonlySet<string> = new Set(),
): Note[] {
  const isForBrowsers = framework?.value.role === 'frontend' || hasPage
  const known = new Set([...read, ...findSettingNotes(folder, read).map(({ source }) => source)])
  const found = findMatches(folder, (path) => isSource(path) && !isDevServer(path), address)
    .filter(({ match }) => match[2] !== undefined || hosts.has(match[1]!))
    .filter((line) => !isFallback(line.text) && !fromOutside.test(line.text) && !standsIn(line, folder))
    .filter((line) => !known.has(at(line)))
  const origins = found.filter((line) => isOrigin(line, folder))
  const listed = origins.filter(({ path }, index) => origins.findIndex((it) => it.path === path) === index)
  return [
    ...listed.map((line) => corsNote(line, folder)),
    ...found
      .filter((line) => !origins.includes(line))
      .slice(0, 5)
      .map((line) => ({
        id: 'fixed-address',
        severity: 'warn' as const,
        message: `${line.match.slice(1).filter(Boolean).join(':')} is written into the source`,
        source: at(line),
        advice: isForBrowsers
          ? 'ask for a path such as /api instead: each visitor’s own machine is what `localhost` means in a browser'
          : 'read it from an environment variable: the name differs inside a cluster',
      })),
  ]
}
