import pg from 'pg'
import { log } from './log.js'

/** The driver verifies certificates for these modes anyway; writing it out keeps its warning from the log. */
const verifyCertificates = (url) =>
  url.replace(/([?&]sslmode=)(prefer|require|verify-ca)(?=&|$)/, '$1verify-full')

export function connect(url) {
  const pool = new pg.Pool({
    connectionString: verifyCertificates(url),
    application_name: 'todo-backend',
    max: 5,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
    idleTimeoutMillis: 10_000,
  })
  pool.on('error', (error) => log.warn('an idle database connection was lost', { reason: reasonOf(error) }))
  return pool
}

/** Why the database could not be used: a SQLSTATE or system error code, and its sentence. */
export function reasonOf(error) {
  const first = error.errors?.[0] ?? error
  const code = error.code ?? first.code
  return code ? `${code}: ${first.message}` : first.message
}

/** The classes of SQLSTATE, and every system error, that are the connection's fault and not the request's. */
export const isUnavailable = (error) => !/^(?:22|23)/.test(error.code ?? '')
