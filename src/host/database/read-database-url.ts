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
  const scheme = /^([a-z][a-z0-9]*)(\+[a-z0-9]+)?:\/\//i.exec(trimmed)
  if (!scheme) return { problem: 'it has no scheme', hint: 'it begins with postgresql://' }
  if (!/^postgres(ql)?$/i.test(scheme[1] ?? ''))
    return { problem: `its scheme is ${scheme[1]}, not postgresql`, hint: 'only PostgreSQL is checked' }
  const rest = trimmed.slice(scheme[0].length)
  if (/#[^@]*@/.test(rest))
    return { problem: 'its password holds a "#"', hint: 'write %23 instead of # (percent-encoding)' }
  if (!URL.canParse(`postgresql://${rest}`))
    return {
      problem: 'it cannot be read as a URL',
      hint: 'special characters of the password are percent-encoded: @ is %40, : is %3A, / is %2F',
    }
  return addressOf(new URL(`postgresql://${rest}`))
}

function addressOf(url: URL): DatabaseUrl {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const user = decoded(url.username)
  const password = decoded(url.password)
  if (host === '') return { problem: 'it names no host', hint: 'postgresql://USER:PASSWORD@HOST/DATABASE' }
  if (host.includes(',')) return { problem: 'it names several hosts', hint: 'name one host' }
  if (placeholders.test(password))
    return {
      problem: 'its password is a placeholder',
      hint: 'put the real one there; it is on the page of your database’s provider',
    }
  const mode = url.searchParams.get('sslmode') ?? undefined
  const sslmode = modes.find((known) => known === mode)
  if (mode && !sslmode) return { problem: `sslmode=${mode} is not known`, hint: `one of ${modes.join(', ')}` }
  const rootcert = url.searchParams.get('sslrootcert')
  const options = url.searchParams.get('options')
  return {
    address: {
      host,
      port: url.port === '' ? 5432 : Number(url.port),
      user,
      password,
      database: decoded(url.pathname.slice(1)) || user,
      sslmode,
      ...(rootcert && rootcert !== 'system' ? { sslrootcert: rootcert } : {}),
      ...(options ? { options } : {}),
      pooled: /-pooler\./.test(host),
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
