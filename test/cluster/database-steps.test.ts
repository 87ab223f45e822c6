import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/host/clock.ts'
import { checkDatabase } from '../../src/host/database/check-database.ts'
import { facts } from './facts.ts'
import { databaseDoor, databaseUrl, unopenedPort } from './matrix/database-door.ts'

const ask = (url: string, budgetMs = 40_000) => checkDatabase(url, { budgetMs }, systemClock)

const rows: [what: string, url: string, step: string, detail: RegExp, hint: RegExp][] = [
  [
    'a host that does not exist',
    databaseUrl({ host: 'no-such.aws.neon.test' }),
    'dns',
    /not known to DNS|gave no answer/,
    /provider/,
  ],
  ['a port that nobody listens at', databaseUrl({ port: unopenedPort }), 'tcp', /refused/, /port right/],
  [
    'a certificate for another name',
    databaseUrl({ host: '10.245.0.1', sslmode: 'verify-full' }),
    'tls',
    /cannot be verified/,
    /sslrootcert|sslmode=require/,
  ],
  [
    'no TLS where the server wants it',
    databaseUrl({ sslmode: 'disable' }),
    'login',
    /no encryption/,
    /sslmode=require/,
  ],
  ['a wrong password', databaseUrl({ password: 'wr0ng-H0rse' }), 'login', /does not let/, /reset/],
  ['a role that does not exist', databaseUrl({ user: 'nobody' }), 'login', /"nobody"/, /connection string/],
  [
    'a database that does not exist',
    databaseUrl({ database: 'nowhere' }),
    'login',
    /no database "nowhere"/,
    /create it/,
  ],
]

describe.concurrent('the real server, with', () => {
  it.each(rows)('%s', async (_, url, step, detail, hint) => {
    const found = await ask(url)
    expect(found.ok).toBe(false)
    expect(found.steps.at(-1)).toMatchObject({ step, ok: false, detail: expect.stringMatching(detail) })
    expect(found.hint).toMatch(hint)
    expect(JSON.stringify(found)).not.toMatch(/Qu1etSun|wr0ng-H0rse/)
  })

  it('a pooled host', async () => {
    expect(await ask(facts.databaseUrl)).toMatchObject({ ok: true, pooled: true })
  })

  it('25 seconds of sleep', { timeout: 60_000 }, async () => {
    const door = databaseDoor()
    await door.open()
    door.wakeAfter(25)
    const found = await ask(databaseUrl({ port: door.port, host: '10.245.0.1' })).finally(() => door.close())
    expect(found).toMatchObject({ ok: true, hint: expect.stringMatching(/sleeps when idle/) })
  })
})
