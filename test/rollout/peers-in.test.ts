import { describe, expect, it } from 'vitest'
import { peersIn } from '../../src/rollout/verdicts/peers-in.ts'

const rows: [line: string, ...peers: string[]][] = [
  ['connect ECONNREFUSED 10.0.0.7:5432', '10.0.0.7:5432'],
  ['connect ECONNREFUSED ::1:5432', '::1:5432'],
  ['Error: getaddrinfo ENOTFOUND auth', 'auth'],
  ["HTTPConnectionPool(host='auth', port=9000): Max retries exceeded", 'auth:9000'],
  ['Failed to open TCP connection to auth:9000 (Connection refused)', 'auth:9000'],
  ['Failed to connect to auth port 9000 after 0 ms', 'auth:9000'],
  ['connection to server at "db" (10.0.0.7), port 5432 failed', 'db:5432'],
  ["Can't create a connection to host 10.0.0.7 and port 5432 (timeout is 3)", '10.0.0.7:5432'],
  ["Connect call failed ('10.0.0.7', 5432)", '10.0.0.7:5432'],
  ['finishConnect(..) failed: Connection refused: auth/10.0.0.7:9000', '10.0.0.7:9000', 'auth:9000'],
  ['dial tcp: lookup auth on 10.96.0.10:53: no such host', 'auth'],
  ['error sending request for url (https://user@auth.example.com:444/x)', 'auth.example.com:444'],
  ['tcp connect (auth:9000): non-existing domain', 'auth:9000'],
  ['x509: certificate is valid for example.com, not auth.example.com', 'auth.example.com'],
  ["    hostname: 'auth'", 'auth'],
  ['(node:1) Warning: a promise was rejected'],
  ['    at Timeout._onTimeout (/app/a.js:10:9)'],
  ['    at main (a.rb:10)'],
  ['connect ECONNREFUSED while connecting to the database'],
  ['lookup failed, no such host is known'],
  ['{"hostname":"shop-backend-7d9","msg":"read ECONNRESET"}'],
]

describe('peers that a line names', () => {
  it.each(rows)('%s', (line, ...peers) => {
    const found = peersIn(line).map(({ host, port }) => (port === undefined ? host : `${host}:${port}`))
    expect([...new Set(found)].sort()).toEqual(peers.sort())
  })
})
