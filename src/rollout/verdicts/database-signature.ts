import type { VerdictClass } from '../../report.ts'
import { tellingPart } from './telling-part.ts'

export type DatabaseSignature = {
  class: Extract<VerdictClass, `database-${string}`>
  line: string
  lineNumber: number
  code?: string
  host?: string
  /** It may heal without anybody's help: a database that wakes, a name that propagates. */
  isTransient: boolean
}

type Row = {
  class: DatabaseSignature['class']
  pattern: RegExp
  code?: string
  isTransient: boolean
  needsContext?: boolean
}

// Best key first: a SQLSTATE says more than the words around it, and drivers print a misleading line before it.
const rows: Row[] = [
  {
    class: 'database-tls',
    pattern: /no pg_hba\.conf entry.*(no encryption|SSL off)/i,
    code: '28000',
    isTransient: false,
  },
  {
    class: 'database-login',
    pattern: /28P01|password authentication failed for user|role "[^"]+" does not exist/i,
    code: '28P01',
    isTransient: false,
  },
  {
    class: 'database-login',
    pattern: /no pg_hba\.conf entry|SQLSTATE 28000|code: '28000'/i,
    code: '28000',
    isTransient: false,
  },
  {
    class: 'database-missing',
    pattern: /3D000|database "[^"]+" does not exist/i,
    code: '3D000',
    isTransient: false,
  },
  {
    class: 'database-refused',
    pattern: /57P03|the database system is (starting up|shutting down|not yet accepting|in recovery)/i,
    code: '57P03',
    isTransient: true,
  },
  {
    class: 'database-refused',
    pattern: /53300|too many (clients|connections)|remaining connection slots/i,
    code: '53300',
    isTransient: true,
  },
  {
    class: 'database-host',
    pattern: /requested endpoint could not be found|endpoint ID is not specified/i,
    isTransient: false,
  },
  {
    class: 'database-refused',
    pattern: /endpoint is (disabled|starting|suspended)|compute is (starting|not ready)/i,
    isTransient: true,
  },
  {
    class: 'database-tls',
    pattern:
      /does not support SSL|connection is insecure|SSL\/TLS required|SSL connection is required|sslmode=require\b.*try|server refused TLS/i,
    isTransient: false,
  },
  {
    class: 'database-tls',
    pattern:
      /self[- ]signed certificate|unable to (verify|get local issuer)|certificate verify failed|certificate has expired|x509:/i,
    isTransient: false,
    needsContext: true,
  },
  {
    class: 'database-host',
    pattern:
      /ENOTFOUND|could not translate host name|no such host|Name or service not known|nodename nor servname/i,
    isTransient: false,
    needsContext: true,
  },
  {
    class: 'database-host',
    pattern: /EAI_AGAIN|Temporary failure in name resolution/i,
    isTransient: true,
    needsContext: true,
  },
  {
    class: 'database-refused',
    pattern:
      /ECONNREFUSED|connection refused|ETIMEDOUT|timeout expired|connect timeout|connection timed out|Connection terminated unexpectedly/i,
    isTransient: true,
    needsContext: true,
  },
]

const context =
  /\b5432\b|postgres|neon\b|neon\.tech|database|\bpg[a-z]*\b|psycopg|asyncpg|sqlalchemy|prisma|jdbc|\bdb\b/i

const hostIn = (line: string): string | undefined =>
  /(?:ENOTFOUND|EAI_AGAIN|lookup|host name|host(?:name)? ?=|ECONNREFUSED|dial tcp) ?"?([\w.-]*[\w-](?::\d+)?)/i.exec(
    line,
  )?.[1]

/** Network words alone may be about any peer; near a word of the database's they are about it. */
const isAboutDatabase = (lines: string[], index: number): boolean =>
  lines.slice(Math.max(0, index - 6), index + 7).some((line) => context.test(line))

const matches = (row: Row, lines: string[], index: number): boolean =>
  row.pattern.test(lines[index]!) && (!row.needsContext || isAboutDatabase(lines, index))

/** Why a log says that its database did not work, by the most telling of its lines. */
export const findDatabaseSignature = (lines: string[]): DatabaseSignature | undefined => {
  for (const row of rows) {
    const index = lines.findLastIndex((_, at) => matches(row, lines, at))
    if (index < 0) continue
    const line = tellingPart(lines[index]!, row.pattern)
    return {
      class: row.class,
      line,
      lineNumber: index + 1,
      code: row.code,
      host: hostIn(line),
      isTransient: row.isTransient,
    }
  }
  return undefined
}
