/** Words that only a database's client writes, in its message or in the path of its file. */
const context =
  /\b5432\b|\b6543\b|postgres|neon\b|neon\.tech|database|\bpg[a-z]*\b|psycopg|asyncpg|sqlalchemy|prisma|drizzle|hikari|jdbc|npgsql|sqlx|\bdb\b|DATABASE_URL/i

/** Peers that are as often away as a database is. */
const otherPeer =
  /:(80|443|3306|4317|4318|5672|6379|8080|9092|9200|11211|27017)\b|\b(redis|mongo\w*|mysql|kafka|amqp|rabbitmq|elasticsearch|memcached|otel\w*|smtp|upstream)\b/i

/** An address that the line itself names; a stack's `file.js:12:34` is none. */
const ownAddress = /\b(?:\d+\.){3}\d+:\d{2,5}\b|\[[\da-f:]+\]:\d{2,5}\b|https?:\/\/[\w.-]+/i

/** Lines around, because an error is printed with its stack; a lone line's neighbour may be another matter. */
const reach = 6
const isStack = /^\s|^(Traceback|Caused by|The above exception|During handling|goroutine )/

const furthest = (lines: string[], index: number, step: 1 | -1): number => {
  let at = index
  while (isStack.test(lines[at + step] ?? '')) at += step
  return Math.max(0, step < 0 ? Math.min(at, index - reach) : Math.max(at, index + reach))
}

const around = (lines: string[], index: number): string[] =>
  lines.slice(furthest(lines, index, -1), furthest(lines, index, 1) + 1)

/**
 * Network words alone may be about any peer. They are about the database when they name it, when a word of its client's
 * stands near, or when they name nobody and the component has a database.
 */
export const isAboutDatabase = (lines: string[], index: number, database: string[] = []): boolean => {
  const line = lines[index]!
  if (database.some((one) => line.includes(one))) return true
  if (otherPeer.test(line)) return false
  const near = around(lines, index)
  if (near.some((one) => context.test(one))) return true
  return database.length > 0 && !near.some((one) => ownAddress.test(one) || otherPeer.test(one))
}

const hosts = [
  /tcp connect \(([\w.-]+(?::\d+)?)\)/,
  /(\/[\w./-]*\.s\.PGSQL\.\d+)/,
  /ECONNREFUSED (::1:\d+)/,
  /(?:could not translate host name|failed to resolve host|connection to server at|database server at|PostgreSQL server at) ["'`]([\w.-]+)/i,
  /(?:ENOTFOUND|EAI_AGAIN|CONNECT_TIMEOUT|ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|dial tcp:?|UnknownHostException:) "?([\w.-]*[\w-](?::\d+)?)/i,
  /lookup ([\w.-]+)/i,
  /(?:hostname|host) ?[=:] ?["'`]?([\w.-]*[\w-](?::\d+)?)/i,
  /Connection to ([\w.-]+:\d+) refused/i,
  /Connect call failed \('([\d.:a-f]+)', \d+/i,
]

/** The host that a line blames. */
export const hostIn = (line: string): string | undefined => {
  const found = hosts.map((pattern) => pattern.exec(line)?.[1]).find((one) => one !== undefined)
  return found === 'lookup' ? /lookup ([\w.-]+)/i.exec(line)?.[1] : found
}
