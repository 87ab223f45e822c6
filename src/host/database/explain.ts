import type { DatabaseAddress } from '../../config/read-database-url.ts'
import type { DatabaseStep } from '../../ports.ts'

export type DatabaseClass =
  | 'database-host'
  | 'database-refused'
  | 'database-tls'
  | 'database-login'
  | 'database-missing'
export type Explanation = { class: DatabaseClass; detail: string; hint: string; isPassing: boolean }
type Step = DatabaseStep['step']
type PgError = Error & { code?: string }

/** What went wrong in one step, what to do about it, and whether it may pass by itself (a sleeping or starting server). */
export function explain(step: Step, error: PgError, address: DatabaseAddress): Explanation {
  const code = error.code ?? ''
  if (step === 'dns') return host(error, address)
  if (step === 'tls') return isSilent(error) || isCut(error) ? refused(error, address) : tls(error)
  if (/no pg_hba\.conf entry/.test(error.message)) return notAdmitted(error)
  if (code === '28P01' || code === '28000' || /password authentication failed/.test(error.message))
    return wrongLogin(address)
  if (code === '3D000') return missing(address)
  if (code === '53300' || /too many (clients|connections)/i.test(error.message)) return full()
  if (code === '57P03') return starting(error)
  if (/SSL|TLS|certificate|self.signed/i.test(error.message) && step === 'login') return tls(error)
  return refused(error, address)
}

const host = (error: PgError, { host: name }: DatabaseAddress): Explanation => ({
  class: 'database-host',
  detail: error.code === 'EAI_AGAIN' ? `DNS gave no answer for ${name}` : `${name} is not known to DNS`,
  hint: 'compare the host with the page of your database’s provider; is there a network?',
  isPassing: error.code === 'EAI_AGAIN',
})

const tls = (error: PgError): Explanation => ({
  class: 'database-tls',
  detail: error.message,
  hint: /certificate|altnames/.test(error.message)
    ? 'name its authority with sslrootcert=FILE in the URL, or encrypt without judging the certificate: sslmode=require'
    : 'a hosted database needs TLS: sslmode=require; for one of your own, switch ssl on or allow it with sslmode=disable',
  isPassing: false,
})

/** The server's own list of who may come from where, and how. */
const notAdmitted = (error: PgError): Explanation => ({
  class: /no encryption/.test(error.message) ? 'database-tls' : 'database-login',
  detail: error.message,
  hint: /no encryption/.test(error.message)
    ? 'the server wants TLS: sslmode=require'
    : 'add this machine’s address, the user and the database to pg_hba.conf, or to the provider’s allow list',
  isPassing: false,
})

const wrongLogin = ({ user, database }: DatabaseAddress): Explanation => ({
  class: 'database-login',
  detail: `the server does not let "${user}" into "${database}" with this password`,
  hint: 'copy the connection string again; the password may have been reset',
  isPassing: false,
})

const missing = ({ database }: DatabaseAddress): Explanation => ({
  class: 'database-missing',
  detail: `there is no database "${database}" on this server`,
  hint: 'create it, or correct the last part of the URL',
  isPassing: false,
})

const full = (): Explanation => ({
  class: 'database-refused',
  detail: 'the server has no connection left (too many connections)',
  hint: 'close some, lower the pools, or use the pooled host (with -pooler in its name)',
  isPassing: true,
})

const starting = (error: PgError): Explanation => ({
  class: 'database-refused',
  detail: `the server is starting up (${error.message})`,
  hint: 'give it a moment and run the same command again',
  isPassing: true,
})

const isSilent = ({ code, message }: PgError) => code === 'ETIMEDOUT' || /timeout|timed out/i.test(message)
const isCut = ({ code, message }: PgError) =>
  code === 'ECONNRESET' || /terminated|hung up|ended/i.test(message)

function refused(error: PgError, { host: name, port }: DatabaseAddress): Explanation {
  const silent = isSilent(error)
  const detail = silent
    ? `${name} port ${port} does not answer (timed out)`
    : error.code === 'ECONNREFUSED'
      ? `nothing listens at ${name} port ${port} (connection refused)`
      : isCut(error)
        ? `${name} port ${port} cut the connection`
        : error.message
  return {
    class: 'database-refused',
    detail,
    hint: silent
      ? 'a firewall, an IP allow list, a wrong port, or a server that sleeps and does not wake'
      : 'is the server running, and is the port right?',
    isPassing: true,
  }
}
