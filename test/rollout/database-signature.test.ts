import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { findSchemaSignature } from '../../src/rollout/verdicts/database-schema.ts'
import { findDatabaseSignature } from '../../src/rollout/verdicts/database-signature.ts'

/** What drivers really print without their stacks, by what is wrong: run against PostgreSQL 15, and a server that says what poolers say. */
const texts: Record<string, Record<string, string[]>> = JSON.parse(
  readFileSync(new URL('../fixtures/driver-texts.json', import.meta.url), 'utf8'),
)

/** `no-such-db.example.invalid` is where the recorded drivers were told to look. */
const own = ['ep-quiet-sun.neon.tech', ':5432', 'no-such-db.example.invalid', ':5432']
const classOf = (lines: string[], database = own) => {
  const found = findDatabaseSignature(lines, database)
  return found && `${found.class.replace('database-', '')}${found.isTransient ? ', may pass' : ''}`
}

it.each([
  "ModuleNotFoundError: No module named 'config'",
  'SyntaxError: Unexpected EOF',
  'json: unexpected EOF',
  'config.yaml: EOF',
  'failed to decode the JSON body: unexpected EOF',
  "sh: can't fork: Resource temporarily unavailable",
  'OpenBLAS: pthread_create failed for thread 3 of 8: Resource temporarily unavailable',
])('%s is no word of a database', (line) => expect(classOf([line])).toBeUndefined())

const expected: Record<string, string | RegExp> = {
  'Neon: control plane': 'refused, may pass',
  'Neon: endpoint disabled': 'refused',
  'Neon: insecure': 'tls',
  'Neon: no server name': 'host',
  'Neon: password': 'login',
  'Neon: quota': 'refused',
  'Supabase: no tenant': 'login',
  'pooler: full': 'refused, may pass',
  'pooler: no such database': 'missing',
  'pooler: no such user': 'login',
  'pooler: server login failed': 'login',
  'pooler: server login retry': 'refused, may pass',
  'shut down': 'refused, may pass',
  'slots are reserved': 'refused, may pass',
  'starting up': 'refused, may pass',
  'tls-missing': /^(tls|refused, may pass)$/,
  'tls-required': 'tls',
  'tls-untrusted': 'tls',
  'too many clients': 'refused, may pass',
  asleep: 'refused, may pass',
  cut: 'refused, may pass',
  database: 'missing',
  host: 'host',
  password: 'login',
  refused: 'refused, may pass',
  role: 'login',
}

const rows = Object.entries(expected).flatMap(([fault, outcome]) =>
  Object.entries(texts[fault] ?? {}).map(([driver, lines]) => ({ fault, driver, lines, outcome })),
)

describe('what drivers print', () => {
  it.each(rows)('$fault: $driver', ({ lines, outcome }) => {
    if (outcome instanceof RegExp) expect(classOf(lines)).toMatch(outcome)
    else expect(classOf(lines)).toBe(outcome)
  })

  const schemaRows = (['relation', 'permission', 'schema', 'column'] as const).flatMap((fault) =>
    Object.entries(texts[fault] ?? {}).map(([driver, lines]) => ({ fault, driver, lines })),
  )
  const codes = { relation: '42P01', permission: '42501', schema: '42501', column: '42703' }
  it.each(schemaRows)('$fault: $driver', ({ fault, lines }) => {
    expect(findDatabaseSignature(lines, own)).toBeUndefined()
    expect(findSchemaSignature(lines)?.sign.code).toBe(codes[fault])
  })
})

const documented: [string, string, string[]][] = [
  [
    'Prisma P1000',
    'login',
    [
      'Error: P1000: Authentication failed against database server, the provided database credentials for `shop` are not valid.',
    ],
  ],
  [
    'Prisma P1001',
    'refused, may pass',
    [
      'PrismaClientInitializationError: ',
      'Can’t reach database server at `ep-quiet-sun.neon.tech:5432`'.replace('’', "'"),
    ],
  ],
  [
    'Prisma P1003',
    'missing',
    ['Error: P1003: Database `shop` does not exist on the database server at `db:5432`.'],
  ],
  [
    'Prisma P1011',
    'tls',
    ['Error: P1011: Error opening a TLS connection: self-signed certificate in certificate chain'],
  ],
  [
    'Prisma P2024',
    'refused, may pass',
    ['Timed out fetching a new connection from the connection pool. (P2024)'],
  ],
  [
    'Spring and Hikari',
    'login',
    [
      'HikariPool-1 - Exception during pool initialization.',
      'org.postgresql.util.PSQLException: FATAL: password authentication failed for user "shop"',
    ],
  ],
  [
    'JDBC, refused',
    'refused, may pass',
    [
      'Caused by: org.postgresql.util.PSQLException: Connection to db:5432 refused. Check that the hostname and port are correct',
    ],
  ],
  [
    'JDBC, host',
    'host',
    [
      'org.postgresql.util.PSQLException: The connection attempt failed.',
      'Caused by: java.net.UnknownHostException: ep-typo.neon.tech',
    ],
  ],
  ['JDBC, TLS', 'tls', ['org.postgresql.util.PSQLException: The server does not support SSL.']],
  [
    'JDBC, authority',
    'tls',
    [
      'org.postgresql.util.PSQLException: SSL error: PKIX path building failed: unable to find valid certification path to requested target',
    ],
  ],
  [
    'Npgsql',
    'login',
    [
      'Unhandled exception. Npgsql.PostgresException (0x80004005): 28P01: password authentication failed for user "shop"',
    ],
  ],
  [
    'Npgsql, host',
    'host',
    [
      'Npgsql.NpgsqlException: Exception while connecting',
      ' ---> System.Net.Sockets.SocketException (0xFFFDFFFF, -131073): Name or service not known',
    ],
  ],
  [
    'Rails',
    'login',
    [
      'There is an issue connecting to your database with your username/password, username: shop. (ActiveRecord::DatabaseConnectionError)',
    ],
  ],
  [
    'Rails, database',
    'missing',
    [
      'We could not find your database: shop. Available database configurations can be found in config/database.yml. (ActiveRecord::NoDatabaseError)',
    ],
  ],
  [
    'sqlx',
    'login',
    [
      'Error: Database(PgDatabaseError { severity: Fatal, code: "28P01", message: "password authentication failed for user \\"shop\\"" })',
    ],
  ],
  [
    'sqlx, pool',
    'refused, may pass',
    ['thread main panicked: pool timed out while waiting for an open connection'],
  ],
  [
    'PHP',
    'missing',
    [
      'PHP Fatal error: Uncaught PDOException: SQLSTATE[08006] [7] connection to server at "db", port 5432 failed: FATAL:  database "shop" does not exist',
    ],
  ],
  [
    'Postgrex',
    'login',
    ['** (Postgrex.Error) FATAL 28P01 (invalid_password) password authentication failed for user "shop"'],
  ],
  [
    'a line of JSON',
    'login',
    ['{"level":50,"err":{"code":"28P01","message":"password authentication failed for user \\"shop\\""}}'],
  ],
  ['pg_isready', 'refused, may pass', ['postgres:5432 - no response']],
  ['a script that waits', 'refused, may pass', ['Waiting for the database to wake up']],
  ['musl', 'host, may pass', ['connect to database failed', 'getaddrinfo EAI_AGAIN ep-quiet-sun.neon.tech']],
]

describe('what drivers are documented to print', () => {
  it.each(documented)('%s: %s', (_, outcome, lines) => expect(classOf(lines)).toBe(outcome))
})

const told: [string, string | undefined, string[]][] = [
  [
    'the refusal of the second try after the login was refused over TLS',
    'login',
    [
      'connection to server at "db", port 5432 failed: FATAL:  password authentication failed for user "shop"',
      'connection to server at "db", port 5432 failed: FATAL:  no pg_hba.conf entry for host "10.0.0.9", user "shop", database "shop", no encryption',
    ],
  ],
  [
    'no TLS in the first try, and a server that hangs up in the second',
    'refused, may pass',
    [
      '10.0.0.7:5432 (db): tls error: server refused TLS connection',
      '10.0.0.7:5432 (db): failed to receive message: read tcp 10.0.0.9:4->10.0.0.7:5432: connection reset by peer',
    ],
  ],
  [
    'no TLS in the first try, and silence in the second',
    'refused, may pass',
    [
      '10.0.0.7:5432 (db): tls error: server refused TLS connection',
      '10.0.0.7:5432 (db): failed to receive message: timeout: context deadline exceeded',
    ],
  ],
  [
    'a firewall that swallows packets',
    'refused, may pass',
    [
      'unable to start: failed to connect to `user=shop database=shop`: 10.0.0.7:5432 (10.0.0.7): dial error: timeout: dial tcp 10.0.0.7:5432: i/o timeout',
    ],
  ],
  [
    'a firewall that swallows packets, to JDBC',
    'refused, may pass',
    [
      'org.postgresql.util.PSQLException: The connection attempt failed.',
      'Caused by: java.net.SocketTimeoutException: Connect timed out',
    ],
  ],
  [
    'a firewall that swallows packets, to Npgsql',
    'refused, may pass',
    [
      'Npgsql.NpgsqlException (0x80004005): Failed to connect to 10.0.0.7:5432',
      ' ---> System.TimeoutException: Timeout during connection attempt',
    ],
  ],
  [
    'a firewall that swallows packets, to SQLAlchemy and asyncpg',
    'refused, may pass',
    ['  File "/app/.venv/lib/python3.12/site-packages/asyncpg/connect_utils.py", line 1', 'TimeoutError'],
  ],
  [
    'a refusal before the login was rejected',
    'login',
    ['connect ECONNREFUSED 10.0.0.7:5432', 'password authentication failed for user "shop"'],
  ],
  [
    'a refusal that is over',
    undefined,
    ['connect ECONNREFUSED 10.0.0.7:5432', 'connected to the database', 'warming up'],
  ],
  [
    'not being connected',
    'refused, may pass',
    ['connect ECONNREFUSED 10.0.0.7:5432', 'not connected to the database, next try in 5 s'],
  ],
  [
    'a cache that is away',
    undefined,
    ['starting', 'Error: connect ECONNREFUSED 10.0.0.8:6379', '    at pg-cache'],
  ],
  ['a broker that is away', undefined, ['db ready', 'kafka: connection refused']],
  ['another service on a port of its own', undefined, ['Error: connect ECONNREFUSED 10.0.0.8:7001']],
  [
    'its database in JSON, with the type of a request beside it',
    'refused, may pass',
    [
      '{"level":"error","msg":"connect ECONNREFUSED 10.0.0.3:5432","headers":{"content-type":"application/json"}}',
    ],
  ],
  [
    'its database on a line that names a type',
    'refused, may pass',
    ['POST /todos application/json: read tcp 10.0.0.9:4->10.0.0.3:5432: unexpected EOF'],
  ],
  [
    'nobody in particular, in a component with a database',
    'refused, may pass',
    ['Error: read ECONNRESET', "  code: 'ECONNRESET'"],
  ],
  [
    'the socket of a PostgreSQL of its own, which listens there',
    undefined,
    ['LOG:  listening on Unix socket "/var/run/postgresql/.s.PGSQL.5432"'],
  ],
  [
    'the lock file of that socket',
    undefined,
    ['FATAL:  could not create lock file "/var/run/postgresql/.s.PGSQL.5432.lock": Permission denied'],
  ],
  [
    'a socket that is not there, to node',
    'refused, may pass',
    ['Error: connect ENOENT /var/run/postgresql/.s.PGSQL.5432'],
  ],
  [
    'a socket that is not there, to an older libpq',
    'refused, may pass',
    [
      'could not connect to server: No such file or directory',
      '\tIs the server running locally and accepting connections on Unix domain socket "/tmp/.s.PGSQL.5432"?',
    ],
  ],
  [
    'taking a lock, as any other query',
    undefined,
    [
      'DEBUG -- :    (0.4ms)  SELECT pg_advisory_lock(72707369)',
      'at async await client.query("SET lock_timeout = 1000; SELECT pg_advisory_lock(1)")',
    ],
  ],
  ['waiting for a lock', 'refused, may pass', ['still waiting for pg_advisory_lock(1)']],
  ['somebody else’s certificate', undefined, ['GET https://api.example.com failed: self-signed certificate']],
  ...[
    'Error: getaddrinfo ENOTFOUND telemetry.example.com',
    '{"level":"warn","msg":"getaddrinfo ENOTFOUND telemetry.example.com"}',
    "requests.exceptions.ConnectionError: HTTPConnectionPool(host='auth', port=9000): Max retries exceeded with url: /x (Caused by NewConnectionError('Failed to establish a new connection: [Errno 111] Connection refused'))",
    "urllib3.exceptions.NameResolutionError: Failed to resolve 'auth' ([Errno -2] Name or service not known)",
    'httpx.ConnectError: [Errno 111] Connection refused',
    "aiohttp.client_exceptions.ClientConnectorError: Cannot connect to host auth:9000 ssl:default [Connect call failed ('10.1.2.3', 9000)]",
    'urllib.error.URLError: <urlopen error [Errno 111] Connection refused>',
    'Failed to open TCP connection to auth:9000 (Connection refused - connect(2) for "auth" port 9000) (Errno::ECONNREFUSED)',
    'Exception in thread "main" java.net.ConnectException: Connection refused',
    'I/O error on GET request for "http://auth:9000/x": Connection refused',
    'cURL error 7: Failed to connect to auth port 9000 after 0 ms: Connection refused',
    'dial tcp: lookup telemetry.example.com on 10.96.0.10:53: no such host',
    'dial tcp 10.1.2.3:9000: connect: connection refused',
    'x509: certificate is valid for example.com, not auth.example.com',
    'connect ECONNREFUSED auth:5432',
  ].map((line): [string, undefined, string[]] => [
    `another peer, in a component whose database is known: ${line}`,
    undefined,
    ['running migrations on the database', 'migrated', line],
  ]),
  [
    'another peer, in an error that has its name further below',
    undefined,
    [
      'TypeError: fetch failed',
      '    at node:internal/deps/undici/undici:13510:13 {',
      '  [cause]: Error: getaddrinfo ENOTFOUND auth',
      "    code: 'ENOTFOUND',",
      "    hostname: 'auth'",
    ],
  ],
  [
    'another peer, in a trace that begins with a line that names nobody',
    undefined,
    [
      'Traceback (most recent call last):',
      '  File "/app/db.py", line 3, in boot',
      '  File "/usr/lib/python3/urllib3/connection.py", line 174, in _new_conn',
      'ConnectionRefusedError: [Errno 111] Connection refused',
      'During handling of the above exception, another exception occurred:',
      "requests.exceptions.ConnectionError: HTTPConnectionPool(host='auth', port=9000)",
    ],
  ],
  ['its pooler', 'host', ['Error: getaddrinfo ENOTFOUND ep-quiet-sun-pooler.neon.tech']],
  ['its database by an address', 'refused, may pass', ['connect ECONNREFUSED 10.0.0.7:5432']],
  [
    'another database than it is told of',
    'host',
    ['Error: getaddrinfo ENOTFOUND db-copy.example.com', '    at /app/node_modules/pg/lib/client.js:1:1'],
  ],
]

describe('a log that speaks of', () => {
  it.each(told)('%s', (_, outcome, lines) => expect(classOf(lines)).toBe(outcome))

  it('a refusal after a lock was taken, by the refusal', () => {
    const lines = ['DEBUG (0.4ms) SELECT pg_advisory_lock(72707369)', 'connect ECONNREFUSED 10.0.0.7:5432']
    expect(findDatabaseSignature(lines, own)?.line).toBe(lines[1])
  })

  it('nobody in particular, in a component without a database', () =>
    expect(classOf(['Error: read ECONNRESET'], [])).toBeUndefined())

  it.each([
    'getaddrinfo ENOTFOUND db',
    'getaddrinfo ENOTFOUND db.shop.svc.cluster.local',
    'getaddrinfo ENOTFOUND db-0.db.shop.svc.cluster.local',
    'dial tcp: lookup db.shop on 10.96.0.10:53: no such host',
  ])('a database that is a Service: %s', (line) => expect(classOf([line], ['db', ':5432'])).toBe('host'))

  it('another Service than its database', () =>
    expect(classOf(['getaddrinfo ENOTFOUND auth'], ['db', ':5432'])).toBeUndefined())

  it('nobody in particular, by a guess', () => {
    const guess = (...lines: string[]) => findDatabaseSignature(lines, own)?.isGuessed
    expect(guess('license check: Error: self-signed certificate in certificate chain')).toBe(true)
    expect(guess('database: self-signed certificate')).toBe(false)
    expect(guess('Error: self-signed certificate', '    at /app/node_modules/pg/lib/client.js:1:1')).toBe(
      false,
    )
  })

  it('a database on a port of its own', () =>
    expect(classOf(['connect ECONNREFUSED 10.0.0.7:6599'], [':6599'])).toBe('refused, may pass'))
})
