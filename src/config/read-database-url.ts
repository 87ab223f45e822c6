export type DatabaseAddress = {
  host: string
  port: number
  user: string
  password: string
  database: string
  sslmode: 'disable' | 'prefer' | 'require' | 'verify-ca' | 'verify-full' | undefined
  sslrootcert?: string
  options?: string
  pooled: boolean
  /** The other parameters and `sslmode`, by their libpq names. */
  query: [name: string, value: string][]
}
export type DatabaseUrl = { address: DatabaseAddress } | { problem: string; hint: string }

const modes = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'] as const
const placeholders = /^(changeme|change-me|password|your[-_]?password|secret|xxx+|<.*>|\*+)$/i

/** The parts of a PostgreSQL URL of any driver, or what is wrong with it. Never shows the URL. */
export function readDatabaseUrl(text: string): DatabaseUrl {
  const trimmed = text.trim()
  if (trimmed === '')
    return { problem: 'it is empty', hint: 'put the connection string of your database there' }
  if (/^["'].*["']$/.test(trimmed))
    return { problem: 'it stands in quotes', hint: 'leave the quotes out of the value' }
  const pairs = readPairs(trimmed)
  if (pairs) return addressOf(pairs)
  const scheme = /^(?:jdbc:)?([a-z][a-z0-9]*)(\+[a-z0-9]+)?:\/\//i.exec(trimmed)
  if (!scheme) return { problem: 'it has no scheme', hint: 'it begins with postgresql://' }
  if (!/^postgres(ql)?$/i.test(scheme[1] ?? ''))
    return {
      problem: `its scheme is ${scheme[1]}, not postgresql`,
      hint: 'k8sdeploy checks PostgreSQL only; with another database, set `database: null` in k8sdeploy.yaml',
    }
  const rest = trimmed.slice(scheme[0].length)
  if (/#[^@]*@/.test(rest))
    return { problem: 'its password holds a "#"', hint: 'write %23 instead of # (percent-encoding)' }
  const fault = authorityFault(rest)
  if (fault) return fault
  const url = parseUrl(rest)
  return url ? addressOf(partsOf(url)) : { problem: 'it cannot be read as a URL', hint: percentEncoding }
}

const percentEncoding =
  'special characters of the password are percent-encoded: @ is %40, : is %3A, / is %2F, ? is %3F'

/** What a parser of URLs would only call invalid. */
function authorityFault(rest: string): { problem: string; hint: string } | undefined {
  if (/[\r\n\t]/.test(rest))
    return { problem: 'it holds a line break or a tab', hint: 'write it in one line, without blanks' }
  const [authority = ''] = rest.split(/[/?#]/)
  const place = authority.slice(authority.lastIndexOf('@') + 1)
  if (place === '' || place.startsWith(':')) return { problem: 'it names no host', hint: example }
  const port = /:([^:\]]*)$/.exec(place)?.[1] ?? ''
  if (port === '' || (/^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) <= 65_535)) return undefined
  return rest.includes('@') && !authority.includes('@')
    ? { problem: 'it cannot be read as a URL', hint: percentEncoding }
    : { problem: 'its port is no number from 1 to 65535', hint: `a port follows the host: ${example}` }
}

const example = 'postgresql://USER:PASSWORD@HOST:5432/DATABASE'

const parseUrl = (rest: string): URL | undefined =>
  URL.canParse(`postgresql://${rest}`) ? new URL(`postgresql://${rest}`) : undefined

type Parts = { host: string; port: string; user: string; password: string; database: string; query: Query }
type Query = [name: string, value: string][]

/** JDBC names the user and the password among the parameters. */
function partsOf(url: URL): Parts {
  const query = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const [name = '', ...value] = pair.split('=')
      return [decoded(name), decoded(value.join('='))]
    })
  const given = new Map(query)
  return {
    host: decoded(url.hostname).replace(/^\[|\]$/g, ''),
    port: url.port,
    user: decoded(url.username) || (given.get('user') ?? ''),
    password: decoded(url.password) || (given.get('password') ?? ''),
    database: decoded(url.pathname.slice(1)),
    query: query.filter(([name]) => name !== 'user' && name !== 'password').map(libpqName),
  }
}

/** What drivers call the parameters that libpq knows by another name. */
const libpqNames: Record<string, string> = {
  ssl: 'sslmode',
  'ssl mode': 'sslmode',
  channelBinding: 'channel_binding',
  'channel binding': 'channel_binding',
  connectTimeout: 'connect_timeout',
  ApplicationName: 'application_name',
}
const libpqName = ([name, value]: [string, string]): [string, string] => {
  const known = libpqNames[name] ?? name
  return [known, known === 'sslmode' && value === 'true' ? 'require' : value]
}

const pairNames: Record<string, keyof Omit<Parts, 'query'>> = {
  host: 'host',
  server: 'host',
  port: 'port',
  username: 'user',
  'user id': 'user',
  password: 'password',
  database: 'database',
}

/** `Host=…;Username=…`, as Npgsql has it. */
function readPairs(text: string): Parts | undefined {
  if (!/^\s*(host|server)\s*=[^;]*;/i.test(text)) return undefined
  const parts: Parts = { host: '', port: '', user: '', password: '', database: '', query: [] }
  for (const [, name = '', inQuotes, plain = ''] of text.matchAll(/([^=;]+)=(?:"((?:[^"]|"")*)"|([^;]*))/g)) {
    const value = inQuotes?.replaceAll('""', '"') ?? plain.trim()
    const known = pairNames[name.trim().toLowerCase()]
    if (known) parts[known] = value
    else parts.query.push(libpqName([name.trim().toLowerCase(), dashed(name, value)]))
  }
  return parts
}

/** `VerifyFull` is `verify-full`. */
const dashed = (name: string, value: string) =>
  /ssl mode/i.test(name) ? value.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase() : value.toLowerCase()

function addressOf({ host, port, user, password, database, query }: Parts): DatabaseUrl {
  if (host === '') return { problem: 'it names no host', hint: example }
  if (host.includes(',')) return { problem: 'it names several hosts', hint: 'name one host' }
  if (placeholders.test(password))
    return {
      problem: 'its password is a placeholder',
      hint: 'put the real one there; it is on the page of your database’s provider',
    }
  const given = new Map(query)
  const mode = given.get('sslmode')
  const sslmode = modes.find((known) => known === mode)
  if (mode && !sslmode) return { problem: `sslmode=${mode} is not known`, hint: `one of ${modes.join(', ')}` }
  const rootcert = given.get('sslrootcert')
  const options = given.get('options')
  return {
    address: {
      host,
      port: port === '' ? 5432 : Number(port),
      user,
      password,
      database: database || user,
      sslmode,
      ...(rootcert && rootcert !== 'system' ? { sslrootcert: rootcert } : {}),
      ...(options ? { options } : {}),
      pooled: /-pooler\./.test(host),
      query,
    },
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
