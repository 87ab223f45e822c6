import type { VerdictClass } from '../../report.ts'

export type DatabaseClass = Extract<VerdictClass, `database-${string}`>

export type DatabaseSign = {
  class: DatabaseClass
  pattern: RegExp
  code?: string
  /** It may heal without anybody's help: a database that wakes, a name that propagates. */
  isTransient: boolean
  /** Words of the network, which may be about any peer. */
  needsContext?: boolean
  /** Where this sign asks for something else than its class usually does. */
  hint?: string
  /** Where its class says something else than what happened, and why it may pass. */
  said?: string
  why?: string
}

/** How drivers write the code of an answer; five digits alone may be any number. */
export const sqlState = (state: string): string =>
  String.raw`(?:sql[-_ ]?state|code|'C')['"]?\W{1,4}${state}\b`

const fullHint =
  'close connections, lower the pool’s size, or use the provider’s pooled host in DATABASE_URL, then: k8sdeploy up'
const portHint =
  'correct host and port in DATABASE_URL, or let the database accept this cluster’s addresses, then: k8sdeploy up'

/** The server, or a pooler in front of it, answered. The first row that fits any line is the cause: a driver that tries twice (with TLS and without) prints a misleading second answer. */
export const answers: DatabaseSign[] = [
  {
    class: 'database-login',
    pattern:
      /28P01|password authentication failed|\bP1000\b|authentication failed against (the )?database server/i,
    code: '28P01',
    isTransient: false,
  },
  {
    class: 'database-missing',
    pattern:
      /\b3D000\b|database ["“'`][^"”'`]+["”'`] does not exist|\bP1003\b|no such database: |could not find your database/i,
    code: '3D000',
    isTransient: false,
  },
  {
    class: 'database-tls',
    pattern:
      /no pg_hba\.conf entry.*(no encryption|SSL off)|connection is insecure|SSL\/TLS required|SSL connection is required/i,
    code: '28000',
    isTransient: false,
    hint: 'the server accepts only TLS: add sslmode=require to DATABASE_URL, then: k8sdeploy up',
  },
  {
    class: 'database-login',
    pattern: new RegExp(
      String.raw`no pg_hba\.conf entry|IP address .*not allowed to connect|is not permitted to log in|role "[^"]+" does not exist|${sqlState('28000')}`,
      'i',
    ),
    code: '28000',
    isTransient: false,
    hint: 'let this role in from this cluster’s addresses (pg_hba.conf, IP allow list), or name another in DATABASE_URL, then: k8sdeploy up',
  },
  {
    class: 'database-login',
    pattern:
      /server login failed|tenant or user not found|SASL authentication failed|no such user\b|has no credentials for the role|issue connecting to your database with your username|\bP1010\b|was denied access on the database|permission denied for database|no password supplied|password must be a string|password is empty/i,
    isTransient: false,
  },
  {
    class: 'database-host',
    pattern: /endpoint ID is not specified/i,
    isTransient: false,
    hint: 'this driver sends no server name: append options=endpoint%3D<endpoint-id> to DATABASE_URL, then: k8sdeploy up',
  },
  {
    class: 'database-host',
    pattern: /requested endpoint could not be found|tenant\/user \S+ not found/i,
    isTransient: false,
  },
  {
    class: 'database-refused',
    pattern:
      /endpoint (is|has been) disabled|exceeded the (compute|data transfer|active time|written data|storage)\b.*quota|compute time quota/i,
    isTransient: false,
    hint: 'enable the endpoint (or raise the quota) in the provider’s console, then: k8sdeploy up',
  },
  {
    class: 'database-refused',
    pattern:
      /\b(timed? ?out|wait(s|ed|ing)?|could not|failed|unable)\b.*(postgres advisory lock|pg_advisory_lock)|\b55P03\b|due to lock timeout|migration table is already locked|waiting for changelog lock/i,
    code: '55P03',
    isTransient: true,
    said: 'waits for a lock in its database that another session holds',
    why: 'the other session may let go of it: waited until the deadline',
    hint: 'does another migration run, or hang? select * from pg_locks join pg_stat_activity using (pid) shows who holds it; end that session, then: k8sdeploy up',
  },
  {
    class: 'database-refused',
    pattern:
      /\b57P03\b|the database system is (starting up|shutting down|not (yet )?accepting|in recovery)|cannot connect now/i,
    code: '57P03',
    isTransient: true,
  },
  {
    class: 'database-refused',
    pattern: new RegExp(
      String.raw`too many (clients|(database )?connections?)|remaining connection slots|no more connections allowed|max client connections reached|max clients reached|\bP2037\b|${sqlState('53300')}`,
      'i',
    ),
    code: '53300',
    isTransient: true,
    hint: fullHint,
  },
  {
    class: 'database-refused',
    pattern:
      /control plane request failed|could(n.t| not) connect to compute|endpoint is (starting|suspended)|compute is (starting|not ready)|server login has been failing|server_login_retry|query_wait_timeout|pooler is paused|\b57P0[12]\b|terminating connection due to/i,
    isTransient: true,
  },
]

/** Nobody answered, or not in the same language. The last line wins: each try ends with what stopped it. */
export const silences: DatabaseSign[] = [
  {
    class: 'database-tls',
    pattern:
      /(does not|doesn.t) support (SSL|TLS)|SSL is not enabled on the server|server refused TLS|server refuses SSL|rejected SSL upgrade|no SSL enabled connection/i,
    isTransient: false,
    hint: 'the server offers no TLS: switch it on there, or use sslmode=disable in DATABASE_URL if the network is your own, then: k8sdeploy up',
  },
  {
    class: 'database-tls',
    pattern:
      /altnames|does not match host ?name|certificate is (not )?valid for|hostname mismatch|could not be verified by hostnameverifier|IP SANs|NotValidForName/i,
    isTransient: false,
    needsContext: true,
    hint: 'use the name that stands in the server’s certificate as host in DATABASE_URL, then: k8sdeploy up',
  },
  {
    class: 'database-tls',
    pattern:
      /self[- ]signed certificate|SELF_SIGNED_CERT|unable to (verify|get local issuer)|certificate verify failed|certificate has expired|x509:|root certificate file .* does not exist|PKIX path|unable to find valid certification path|invalid peer certificate|remote certificate (is invalid|was rejected)|\bP1011\b/i,
    isTransient: false,
    needsContext: true,
    hint: 'let the image trust the server’s authority (sslrootcert), or encrypt without judging it: sslmode=require in DATABASE_URL, then: k8sdeploy up',
  },
  {
    class: 'database-host',
    pattern:
      /EAI_AGAIN|temporary failure in name resolution|server misbehaving|no such host is known.*temporarily|lookup .*(i\/o timeout|connection refused)|resource temporarily unavailable/i,
    isTransient: true,
    needsContext: true,
  },
  {
    class: 'database-host',
    pattern:
      /\bENOTFOUND\b|non-existing domain|:nxdomain|could not translate host name|failed to resolve host|no such host|name or service not known|nodename nor servname|name does not resolve|no address associated with hostname|UnknownHostException|failed to lookup address|issue connecting with your hostname/i,
    isTransient: false,
    needsContext: true,
  },
  {
    class: 'database-refused',
    pattern:
      /(failed|refused|could not connect|connect E\w+|no such file|running locally).*\.s\.PGSQL\.\d+\b(?!\.lock)|\.s\.PGSQL\.\d+\b(?!\.lock).*(failed|refused|error|no such file)/i,
    isTransient: true,
  },
  {
    class: 'database-refused',
    pattern: /ECONNREFUSED|connection refused|connect call failed|connection to \S+:\d+ refused/i,
    isTransient: true,
    needsContext: true,
    hint: portHint,
  },
  {
    class: 'database-refused',
    pattern: /\bP100[128]\b|can.t reach database server|\bP1017\b|\bP2024\b/i,
    isTransient: true,
    hint: portHint,
  },
  {
    class: 'database-refused',
    pattern:
      /ETIMEDOUT|CONNECT_TIMEOUT\b(?!=)|connection timeout|timeout expired|connect(ion)? ?timed? ?out|TimeoutError|deadline exceeded|i\/o timeout|timed out|timeout during|TimeoutException|connection is not available|timeout exceeded when trying to connect|EHOSTUNREACH|ENETUNREACH|no route to host|network is unreachable/i,
    isTransient: true,
    needsContext: true,
  },
  {
    class: 'database-refused',
    pattern:
      /ECONNRESET|\bEPIPE\b|connection reset|broken pipe|unexpected connection_lost|connection terminated|server closed the connection|disconnected before secure TLS|SSL connection has been closed|: EOF$|unexpected EOF|CONNECTION_(CLOSED|ENDED)/i,
    isTransient: true,
    needsContext: true,
  },
  {
    class: 'database-refused',
    pattern:
      /waiting (\d+ \w+ )?(for|on|until) .*\b(database|postgres\w*|pg|db)\b|\b(database|postgres\w*|db) (is |was )?(not (yet )?(ready|reachable|available|connected)|unavailable|unreachable|asleep|down)\b|retry\w* .*\b(database|postgres\w*|db)\b|:5432 - (no response|rejecting connections)/i,
    isTransient: true,
  },
]
