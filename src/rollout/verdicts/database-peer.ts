import { isNumeric, type Peer, peersIn } from './peers-in.ts'
import { isSameHost } from './same-host.ts'

/** Words that only a database's client writes, in its message or in the path of its file. */
const context =
  /\b5432\b|\b6543\b|postgres|neon\b|neon\.tech|database|\bpg[a-z]*\b|psycopg|asyncpg|sqlalchemy|prisma|drizzle|hikari|jdbc|npgsql|sqlx|\bdb\b|DATABASE_URL/i

/** Who writes this speaks with a PostgreSQL, wherever it is. */
const driver =
  /postgre|psycopg|asyncpg|pg8000|npgsql|\bpgx|lib\/pq\b|node_modules\/pg\b|neondatabase|\bPG::|PSQLException|hikari|\bjdbc|could not translate host name|\bpq: |\bgorm\b|sequelize|typeorm|\bknex\b|mikro-?orm|ActiveRecord/i

/** Peers that are as often away as a database is. */
const otherPeer =
  /:(80|443|3306|4317|4318|5672|6379|8080|9092|9200|11211|27017)\b|\b(redis|mongo\w*|mysql|kafka|amqp|rabbitmq|elasticsearch|memcached|otel\w*|smtp|upstream)\b/i

/** Clients that speak HTTP. */
const webClient =
  /\bhttpx|\bhttpcore|urllib|requests\.exceptions|aiohttp|\bNet::HTTP|net\/http|Faraday|Guzzle|cURL error|\bcurl:|\baxios|undici|fetch failed|reqwest|HttpRequestException|java\.net\.(http|ConnectException)|okhttp|ResourceAccessException|WebClientRequestException|RestClientException|\bfeign/i

/** Lines around, because an error is printed with its stack; a lone line's neighbour may be another matter. */
const reach = 6
const isStack = (line = ''): boolean =>
  /^\s|^(Traceback|Caused by|The above exception|During handling|goroutine )/.test(line)

const furthest = (lines: string[], index: number, step: 1 | -1): number => {
  let at = index
  while (isStack(lines[at + step])) at += step
  return Math.max(0, step < 0 ? Math.min(at, index - reach) : Math.max(at, index + reach))
}

const around = (lines: string[], index: number): string[] =>
  lines.slice(furthest(lines, index, -1), furthest(lines, index, 1) + 1)

/** Where the error begins that a line is part of: Python prints its frames before it, all others after. */
const beginning = (lines: string[], index: number): number => {
  let at = index
  while (at > 0 && isStack(lines[at])) at -= 1
  let top = at
  while (top > 0 && isStack(lines[top - 1])) top -= 1
  return lines.slice(top, at).some((line) => line.startsWith('Traceback')) ? top : at
}

/** The error that a line is part of, with its own frames and fields. */
const errorAround = (lines: string[], index: number): string[] => {
  let end = index
  while (isStack(lines[end + 1])) end += 1
  return lines.slice(beginning(lines, index), end + 1)
}

type Whose = 'own' | 'other' | undefined

/** Where PostgreSQL, and the poolers before it, listen by habit. */
const usualPorts = [5432, 6543]

const isOwnName = (host: string, places: string[]): boolean =>
  places.some((place) => !place.startsWith(':') && isSameHost(host, place.toLowerCase()))

const isOwnPort = ({ port }: Peer, places: string[]): boolean =>
  port !== undefined && (usualPorts.includes(port) || places.includes(`:${port}`))

/** A name that looks like none among other words, such as `db`, has to stand where peers are named. */
const spellsOwnName = (line: string, places: string[]): boolean =>
  places.some((place) => /^[^:].*[^a-z]/i.test(place) && line.includes(place))

/** Of whom a line speaks, in a component whose database is known to be at one of `places`. */
const whose = (line: string, places: string[]): Whose => {
  const peers = peersIn(line)
  const named = peers.filter(({ host }) => !isNumeric(host))
  if (spellsOwnName(line, places) || peers.some(({ host }) => isOwnName(host, places))) return 'own'
  if (named.length === 0 && peers.some((peer) => isOwnPort(peer, places))) return 'own'
  if (otherPeer.test(line)) return 'other'
  if (driver.test(line)) return 'own'
  if (named.length > 0) return 'other'
  if (context.test(line)) return 'own'
  return webClient.test(line) || peers.some(({ port }) => port !== undefined) ? 'other' : undefined
}

const firstOf = (found: Whose[]): Whose => (['own', 'other'] as const).find((one) => found.includes(one))

/** A program's own files may be called after its database, whomever they ask. */
const whoseError = (error: string[], places: string[]): Whose =>
  error.some((line) => webClient.test(line)) ? 'other' : firstOf(error.map((line) => whose(line, places)))

/** `guessed`: nothing but what stands near says so, or that nobody else is named. */
export type Blame = 'told' | 'guessed' | undefined

const blameKnown = (lines: string[], index: number, places: string[]): Blame => {
  const own = whose(lines[index]!, places)
  if (own === 'own') return 'told'
  const error = errorAround(lines, index)
  if (!otherPeer.test(lines[index]!) && error.some((line) => driver.test(line))) return 'told'
  const told = own ?? whoseError(error, places)
  if (told !== undefined) return told === 'own' ? 'told' : undefined
  return firstOf(around(lines, index).map((line) => whose(line, places))) === 'other' ? undefined : 'guessed'
}

const blameUnknown = (lines: string[], index: number): Blame =>
  !otherPeer.test(lines[index]!) && around(lines, index).some((line) => context.test(line))
    ? 'told'
    : undefined

/**
 * Network words alone may be about any peer. Where the component's database is known they are about it when they name
 * it, when its client wrote them, or when nobody else is named; else when a word of such a client's stands near.
 */
export const blameOf = (lines: string[], index: number, places: string[] = []): Blame =>
  places.length > 0 ? blameKnown(lines, index, places) : blameUnknown(lines, index)
