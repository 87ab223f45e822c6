import type { Config } from './config.ts'
import { type DatabaseAddress, readDatabaseUrl } from './read-database-url.ts'

type Query = [name: string, value: string][]
/** How one driver wants to be told where the database is. */
type Form = {
  scheme?: string
  /** Parameters of the URL that this driver knows by another name, or (`null`) does not know and stumbles over. */
  renames?: Record<string, string | null>
  /** What it needs besides, unless the URL says it already. */
  adds?(address: DatabaseAddress): Query
  isDirect?: boolean
  /** Instead of a URL. */
  write?(address: DatabaseAddress, query: Query): string
}
export type Written = { value: string; changes: string[] } | { problem: string; hint: string }

const noBinding = { channel_binding: null }
const throughPooler = ({ pooled }: DatabaseAddress): Query => [
  ...(pooled ? ([['pgbouncer', 'true']] as Query) : []),
  ['connect_timeout', '15'],
]

const forms = {
  postgresql: {},
  postgres: { scheme: 'postgres' },
  /** Past the pooler, for what needs a session of its own. */
  direct: { isDirect: true },
  psycopg: {},
  'sqlalchemy-psycopg': { scheme: 'postgresql+psycopg' },
  'sqlalchemy-psycopg2': { scheme: 'postgresql+psycopg2' },
  'sqlalchemy-asyncpg': {
    scheme: 'postgresql+asyncpg',
    renames: {
      sslmode: 'ssl',
      channel_binding: null,
      options: null,
      connect_timeout: 'timeout',
      sslrootcert: null,
    },
  },
  /** Its parameters go to asyncpg as they are, and `ssl` is a yes or a no. */
  tortoise: { write: withSsl('postgres') },
  /** Ecto hands its parameters to Postgrex, which knows `ssl` only, and does without unless it is told. */
  ecto: { write: withSsl('postgresql') },
  asyncpg: { renames: { ...noBinding, connect_timeout: null } },
  prisma: { adds: throughPooler },
  'node-postgres': {},
  'postgres-js': { renames: noBinding },
  pgx: { renames: noBinding },
  'lib-pq': { renames: noBinding },
  jdbc: {
    write: (address, query) => {
      const { user, password } = address
      return `${jdbcPlace(address)}?${encoded([['user', user], ['password', password], ...jdbcQuery(query)])}`
    },
  },
  /** For those that take the user and password apart from it, as Spring does. */
  'jdbc-url': {
    write: (address, query) => {
      const text = encoded(jdbcQuery(query))
      return `${jdbcPlace(address)}${text && `?${text}`}`
    },
  },
  /** Spring’s reactive driver, which does without TLS unless it is told. */
  'r2dbc-url': {
    write: ({ host, port, database, sslmode }) =>
      `r2dbc:postgresql://${bracketed(host)}:${port}/${encodeURIComponent(database)}${sslmode ? `?sslMode=${sslmode}` : ''}`,
  },
  npgsql: { write: writeNpgsql },
  keywords: { write: writeKeywords },
  host: { write: ({ host }) => host },
  port: { write: ({ port }) => String(port) },
  user: { write: ({ user }) => user },
  password: { write: ({ password }) => password },
  database: { write: ({ database }) => database },
  sslmode: { write: ({ sslmode }) => sslmode ?? 'prefer' },
  /** For node-postgres, which takes `prefer` for a demand, and a URL without a mode for none. */
  'pg-sslmode': { write: ({ sslmode }) => sslmode ?? 'disable' },
} satisfies Record<string, Form>

export type DatabaseForm = keyof typeof forms
export const databaseForms = Object.keys(forms) as DatabaseForm[]
export const isDatabaseForm = (name: string): name is DatabaseForm => Object.hasOwn(forms, name)

const open: readonly string[] = [
  'host',
  'port',
  'user',
  'database',
  'sslmode',
  'pg-sslmode',
  'jdbc-url',
  'r2dbc-url',
]
export const holdsPassword = (form: string) => !open.includes(form)

/** Forms that hold one part only, and lead nowhere by themselves. */
const isWholeForm = (name: string): boolean =>
  isDatabaseForm(name) && !['port', 'user', 'password', 'database', 'sslmode', 'pg-sslmode'].includes(name)

/** The secrets that lead to the database: its URL, and what is made from it. */
export const namesOfDatabase = ({ database, secrets }: Pick<Config, 'database' | 'secrets'>): string[] =>
  database
    ? [
        database.secret,
        ...Object.keys(secrets).filter((name) => {
          const { from, key } = secrets[name]!
          return from === 'database' && isWholeForm(key)
        }),
      ]
    : []

/** The same database in the words of one driver, and what had to be changed, without any value that is secret. */
export function writeDatabaseForm(url: string, name: DatabaseForm): Written {
  const read = readDatabaseUrl(url)
  if ('problem' in read) return read
  const form: Form = forms[name]
  const isMoved = form.isDirect === true && read.address.pooled
  const address = isMoved ? pastPooler(read.address) : read.address
  const given = address.query
  if (form.write) return { value: form.write(address, given), changes: [] }
  const kept = given.flatMap(([key, value]): Query => {
    const renamed = form.renames?.[key]
    return renamed === null ? [] : [[renamed ?? key, value]]
  })
  const added = (form.adds?.(address) ?? []).filter(([key]) => !kept.some(([known]) => known === key))
  const query = encoded([...kept, ...added])
  const scheme = form.scheme ?? 'postgresql'
  return {
    value: `${scheme}://${authority(address)}${query && `?${query}`}`,
    changes: [
      ...schemeChange(url, scheme),
      ...(isMoved ? ['-pooler left out of the host'] : []),
      ...renamedIn(given, form, name),
      ...added.map(pairAdded),
    ],
  }
}

const pastPooler = (address: DatabaseAddress): DatabaseAddress => ({
  ...address,
  host: address.host.replace('-pooler.', '.'),
  pooled: false,
})

const schemeOf = (url: string) => /^(.*?):\/\//.exec(url.trim())?.[1] ?? 'keywords'
const schemeChange = (url: string, scheme: string) =>
  schemeOf(url) === scheme ? [] : [`${schemeOf(url)}:// became ${scheme}://`]
const pairAdded = ([key, value]: [string, string]) => `${key}=${value} added`

const renamedIn = (given: Query, { renames = {} }: Form, form: string): string[] =>
  given.flatMap(([key]) => {
    const renamed = renames[key]
    if (renamed === undefined) return []
    return [renamed === null ? `${key} left out: ${form} does not know it` : `${key} became ${renamed}`]
  })

const encoded = (query: Query): string =>
  query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')

/** For drivers that know `ssl` only, and do without TLS unless they are told. */
function withSsl(scheme: string) {
  return (address: DatabaseAddress): string => {
    const isDemanded = /^(require|verify)/.test(address.sslmode ?? '')
    return `${scheme}://${authority(address)}${isDemanded ? '?ssl=true' : ''}`
  }
}

function authority({ user, password, host, port, database }: DatabaseAddress): string {
  const secret = password === '' ? '' : `:${encodeURIComponent(password)}`
  const login = user === '' ? '' : `${encodeURIComponent(user)}${secret}@`
  return `${login}${bracketed(host)}${port === 5432 ? '' : `:${port}`}/${encodeURIComponent(database)}`
}

const bracketed = (host: string) => (host.includes(':') ? `[${host}]` : host)
const jdbcPlace = ({ host, port, database }: DatabaseAddress) =>
  `jdbc:postgresql://${bracketed(host)}:${port}/${encodeURIComponent(database)}`

const jdbcNames: Record<string, string> = {
  channel_binding: 'channelBinding',
  connect_timeout: 'connectTimeout',
  application_name: 'ApplicationName',
}
const jdbcQuery = (query: Query): Query =>
  query.map(([name, value]): [string, string] => [jdbcNames[name] ?? name, value])

const npgsqlModes: Record<string, string> = {
  disable: 'Disable',
  prefer: 'Prefer',
  require: 'Require',
  'verify-ca': 'VerifyCA',
  'verify-full': 'VerifyFull',
}

function writeNpgsql(address: DatabaseAddress, query: Query): string {
  const binding = query.find(([name]) => name === 'channel_binding')?.[1]
  const { host, port, database, user, password, sslmode, options } = address
  const pairs: Query = [
    ['Host', host],
    ['Port', String(port)],
    ['Database', database],
    ['Username', user],
    ['Password', password],
    ...(sslmode ? ([['SSL Mode', npgsqlModes[sslmode] ?? sslmode]] as Query) : []),
    ...(binding ? ([['Channel Binding', `${binding[0]?.toUpperCase()}${binding.slice(1)}`]] as Query) : []),
    ...(options ? ([['Options', options]] as Query) : []),
  ]
  return pairs.map(([name, value]) => `${name}=${/[;='"\s]/.test(value) ? quoted(value) : value}`).join(';')
}

/** libpq's `key=value` words. */
function writeKeywords({ host, port, user, password, database }: DatabaseAddress, query: Query): string {
  const pairs: Query = [
    ['host', host],
    ['port', String(port)],
    ['user', user],
    ['password', password],
    ['dbname', database],
    ...query,
  ]
  return pairs.map(([name, value]) => `${name}=${keyword(value)}`).join(' ')
}

const keyword = (value: string) => (/[\s'\\]|^$/.test(value) ? `'${value.replace(/[\\']/g, '\\$&')}'` : value)
const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`
