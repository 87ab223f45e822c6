import type { V1Pod } from '@kubernetes/client-node'
import { describe, expect, it } from 'vitest'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import { fold } from './fold.ts'
import { at, seen, target, time } from './objects.ts'
import { playedWithTicks } from './replaying.ts'
import { baseline, crashes, newTemplate, says, sees } from './story.ts'

const probes = { readinessProbe: { httpGet: { path: '/', port: 8000 }, periodSeconds: 1 } }
const running = { state: { running: { startedAt: 2 } }, started: true, probes }
const usual = [...baseline(), ...newTemplate()]
const login = 'FATAL: password authentication failed for user "shop"'
const refused = 'connect ECONNREFUSED 10.0.0.7:5432'
const noDatabase = 'FATAL: database "shop" does not exist'
const lock = 'Context: Timed out trying to acquire a postgres advisory lock (SELECT pg_advisory_lock(1))'
const noTable = 'error: relation "todos" does not exist'
const job = (conditions: object[] = [], resourceVersion = '1') =>
  seen(2, 'Job', {
    metadata: {
      name: 'migrate',
      uid: 'j',
      resourceVersion,
      labels: { 'app.kubernetes.io/instance': 'shop' },
    },
    status: { active: 1, conditions },
  })

const judged = (events: RolloutEvent[], second: number, timeoutSeconds = 600) => {
  const { phase, verdict } = fold(playedWithTicks([...usual, ...events], second), { timeoutSeconds })
  return { phase, class: verdict?.class }
}

const withLogs = (...lines: string[]): RolloutEvent[] =>
  lines.flatMap((line, attempt) =>
    crashes([1, 1, 1, 1].slice(0, attempt + 1))
      .slice(-2)
      .concat(says(3 + attempt * 10, attempt, line)),
  )

const withSidecar = (event: RolloutEvent): RolloutEvent => {
  if (event.type !== 'seen' || event.kind !== 'Pod') return event
  const object = structuredClone(event.object) as V1Pod
  const proxy = { name: 'proxy', restartPolicy: 'Always', image: 'proxy:1' }
  object.spec!.initContainers = [proxy]
  return { ...event, object }
}

const goesOn: [string, RolloutEvent[], number][] = [
  ['five crashes while the database sleeps', crashes([1, 1, 1, 1, 1], 'Error', refused), 200],
  [
    'a program that tries again while the database starts',
    [sees(2, running), says(6, 0, 'FATAL: the database system is starting up (SQLSTATE 57P03)')],
    200,
  ],
  ['too many connections', crashes([1, 1, 1], 'Error', 'FATAL: sorry, too many clients already'), 60],
  ['one rejected login after a refusal', withLogs(refused, login), 14],
  [
    'a Service of the cluster whose database is not ready',
    [sees(2, running), says(6, 0, 'getaddrinfo ENOTFOUND db-0.db.shop.svc.cluster.local (database)')],
    200,
  ],
  [
    'a proxy of its database in a sidecar',
    crashes([1, 1, 1, 1], 'Error', 'connect ECONNREFUSED 127.0.0.1:5432').map(withSidecar),
    60,
  ],
  [
    'a database that its own image starts',
    [
      sees(2, running),
      says(6, 0, 'connection to server at "localhost" (127.0.0.1), port 5432 failed: refused'),
    ],
    60,
  ],
  ['a database that a Job makes', [job(), ...crashes([1, 1, 1], 'Error', noDatabase)], 60],
  [
    'a role that a Job makes, in a program that tries again',
    [job(), sees(2, running), says(6, 0, login), says(12, 0, login)],
    60,
  ],
  [
    'a program that only talks of a rejected login, and takes its time',
    [sees(2, running), says(6, 0, `2026-03-01 INFO help: "${login}" means that DATABASE_URL is wrong`)],
    60,
  ],
  [
    'a program that talks of it in JSON',
    [sees(2, running), says(6, 0, `{"level":30,"msg":"tip: on ${login.replaceAll('"', '')} see the docs"}`)],
    60,
  ],
  ['a lock that another migration holds', crashes([1, 1, 1], 'Error', lock), 60],
  ['missing tables while a Job makes them', [job(), ...crashes([1, 1, 1], 'Error', noTable)], 60],
]

describe('waits for', () => {
  it.each(goesOn)('%s', (_, events, second) => expect(judged(events, second).phase).toBe('progressing'))
})

describe('names the cause when the time is up', () => {
  const rows: [string, string][] = [
    [refused, 'database-refused'],
    ['getaddrinfo EAI_AGAIN ep-quiet-sun.neon.tech', 'database-host'],
    ['FATAL: sorry, too many clients already', 'database-refused'],
    [lock, 'database-refused'],
  ]
  it.each(rows)('%s', (line, name) => {
    const events = crashes([1, 1, 1], 'Error', line)
    expect(judged(events, 50, 40)).toEqual({ phase: 'timed-out', class: name })
  })
})

const components = target.components.map((one) => ({ ...one, database: ['ep-x.neon.tech', ':5432'] }))
const ofKnown = (events: RolloutEvent[], second: number, timeoutSeconds = 600) =>
  fold(playedWithTicks([...usual, ...events], second), { timeoutSeconds, components })

describe('another peer than the database that is known', () => {
  it.each([
    'getaddrinfo ENOTFOUND telemetry.example.com',
    '{"level":"warn","msg":"getaddrinfo ENOTFOUND telemetry.example.com"}',
    'license check: Error: self-signed certificate in certificate chain',
    'license check: Error: self-signed certificate in certificate chain\nloading 3 of 9 models',
  ])('is no reason to give up on a program that runs: %s', (lines) => {
    const told = says(5, 0, 'connecting to the database', ...lines.split('\n'))
    const again = { ...told, at: at(20) } as RolloutEvent
    expect(ofKnown([sees(2, running), told, again], 90).phase).toBe('progressing')
  })

  it.each([
    'Error: getaddrinfo ENOTFOUND partner.example.com',
    "requests.exceptions.ConnectionError: HTTPConnectionPool(host='auth', port=9000): Connection refused",
    'Failed to open TCP connection to auth:9000 (Connection refused - connect(2) for "auth" port 9000)',
    'cURL error 7: Failed to connect to auth port 9000: Connection refused',
  ])('is what a crash is told by: %s', (line) => {
    const events = crashes([1, 1, 1], 'Error', line)
    expect(ofKnown(events, 40).phase).toBe('progressing')
    const { verdict } = ofKnown(events, 80, 70)
    expect(verdict?.class).toBe('crash-loop')
    expect(verdict?.message).toContain(line)
  })
})

it.each([
  ['getaddrinfo ENOTFOUND ep-x.neon.tech', 37],
  ['database: self-signed certificate', 17],
])('its own database is told as soon as before: %s', (line, by) => {
  const told = [6, 11].map((second) => says(second, 0, line))
  expect(ofKnown([sees(2, running), ...told], by).verdict?.class).toMatch(/^database-(host|tls)$/)
})

it.each([
  'connect ECONNREFUSED 127.0.0.1:5432',
  'connect ECONNREFUSED ::1:5432',
  'connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: No such file or directory',
  'unable to start: failed to connect to `user= database=`: /tmp/.s.PGSQL.5432 (/tmp): dial error: no such file or directory',
])('a database that is looked for in the container itself is never found: %s', (line) => {
  const events = crashes([1, 1, 1], 'Error', line)
  expect(judged(events, 14).phase).toBe('progressing')
  expect(judged(events, 20)).toEqual({ phase: 'failed', class: 'database-refused' })
})

describe('what a database does not let its client do', () => {
  const rows: [string, RegExp][] = [
    ['error: cannot execute INSERT in a read-only transaction', /may only read from its database/],
    ['ERROR: could not extend file because project size limit (512 MB) has been exceeded', /is full/],
    ['error: prepared statement "s1" does not exist', /the pooler before its database/],
  ]
  it.each(rows)('%s', (line, says) => {
    const { verdict } = fold(playedWithTicks([...usual, ...crashes([1, 1, 1], 'Error', line)], 20))
    expect(verdict?.class).toBe('crash-loop')
    expect(verdict?.message).toMatch(says)
  })
  it('is told of a lock by its own name', () => {
    const events = [...usual, ...crashes([1, 1, 1], 'Error', lock)]
    const { verdict } = fold(playedWithTicks(events, 50), { timeoutSeconds: 40 })
    expect(verdict?.message).toMatch(/backend waits for a lock in its database that another session holds/)
  })
})

it('gives a program half a minute once the Job has made its database', () => {
  const done = { type: 'Complete', status: 'True', lastTransitionTime: time(20) }
  const made = { ...job([done], '2'), at: at(20) } as RolloutEvent
  const again = sees(2, running)
  const events = [job(), again, says(6, 0, noDatabase), says(26, 0, noDatabase), made]
  expect(judged(events, 49).phase).toBe('progressing')
  expect(judged(events, 51)).toEqual({ phase: 'failed', class: 'database-missing' })
})

it('does not wait for a Job that was there before', () => {
  const before = [{ ...job(), at: at(0) } as RolloutEvent, ...usual]
  const events = [...before, ...crashes([1, 1, 1], 'Error', noDatabase)]
  expect(fold(playedWithTicks(events, 20)).verdict?.class).toBe('database-missing')
})

describe('tables that are missing', () => {
  it('are told after the third crash', () => {
    const events = crashes([1, 1, 1], 'Error', noTable)
    expect(judged(events, 14).phase).toBe('progressing')
    expect(judged(events, 20)).toEqual({ phase: 'failed', class: 'crash-loop' })
  })
  it('are told of a program that runs and is not ready', () => {
    const events = [sees(2, running), says(6, 0, noTable)]
    expect(judged(events, 35).phase).toBe('progressing')
    expect(judged(events, 37)).toEqual({ phase: 'failed', class: 'never-ready' })
  })
})
