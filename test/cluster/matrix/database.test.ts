import { facts } from '../facts.ts'
import { type Case, testCases } from './case.ts'
import {
  asks,
  asksUntil,
  databaseDoor,
  databaseUrl,
  nodeAddress,
  swallowPackets,
  unopenedPort,
} from './database-door.ts'

const asleepFor = (seconds: number, env: Record<string, string>): Partial<Case> => {
  const door = databaseDoor()
  const asked = asksUntil(220, databaseUrl({ port: door.port }), env)
  return {
    expect: 'verified',
    ...asked,
    prepare: async (place) => {
      await door.open()
      await asked.prepare?.(place)
    },
    during: (event) => {
      if (event['type'] === 'phase-started' && event['phase'] === 'rollout') door.wakeAfter(seconds)
    },
    cleanUp: () => door.close(),
  }
}

const throughFirewall = (seconds: number, env: Record<string, string>): Partial<Case> => {
  const firewall = swallowPackets()
  const asked = asksUntil(seconds, databaseUrl({ host: nodeAddress, port: firewall.port }), env)
  return {
    ...asked,
    prepare: async (place) => {
      await firewall.raise()
      await asked.prepare?.(place)
    },
    cleanUp: firewall.lower,
  }
}

const isRetrying = { RETRY: '1', CONNECT_TIMEOUT: '3s' }
/** Everything that is reported, without either password. */
const withoutPassword = (shown: string) => new RegExp(`^(?!.*(Qu1etSun|wr0ng-H0rse)).*${shown}`, 's')

const cases: Case[] = [
  {
    name: 'a rejected login, in an app that crashes',
    expect: ['database-login'],
    object: /^Database\//,
    shows: withoutPassword('28P01'),
    ...asks(databaseUrl({ password: 'wr0ng-H0rse' }), { TELL: '1' }),
  },
  {
    name: 'a rejected login, in an app that tries again',
    expect: ['database-login'],
    shows: /28P01/,
    ...asks(databaseUrl({ password: 'wr0ng-H0rse' }), isRetrying),
  },
  {
    name: 'a database that does not exist',
    expect: ['database-missing'],
    shows: /3D000/,
    ...asks(databaseUrl({ database: 'nowhere' })),
  },
  {
    name: 'a role that does not exist',
    expect: ['database-login'],
    shows: /28P01/,
    ...asks(databaseUrl({ user: 'nobody' })),
  },
  {
    name: 'a server that wants TLS',
    expect: ['database-tls'],
    shows: /no encryption.*sslmode=require/,
    ...asks(databaseUrl({ sslmode: 'disable' })),
  },
  {
    name: 'a certificate for another name',
    expect: ['database-tls'],
    shows: /certificate/,
    ...asks(databaseUrl({ host: '10.245.0.1', sslmode: 'verify-full' })),
  },
  {
    name: 'a database that may only be read',
    expect: ['crash-loop'],
    shows: /may only read from its database.*25006/,
    ...asks(`${databaseUrl({})}&options=-c%20default_transaction_read_only%3Don`, {
      QUERY: 'create table notes(a int)',
    }),
  },
  {
    name: 'a table that no migration has made',
    expect: ['crash-loop'],
    shows: /42P01.*migrations/,
    ...asks(databaseUrl(), { QUERY: 'select * from never_made' }),
  },
  {
    name: 'a table that the role may not read, in an app that tries again',
    expect: ['never-ready'],
    shows: /42501.*GRANT/,
    ...asks(databaseUrl(), { ...isRetrying, QUERY: 'select * from pg_authid' }),
  },
  {
    name: 'a port that nobody listens at, until the time is up',
    expect: ['database-refused'],
    shows: /ROLLOUT_TIMED_OUT.*connection refused/,
    ...asksUntil(45, databaseUrl({ port: unopenedPort })),
  },
  {
    name: 'a firewall that swallows what is sent to it, until the time is up',
    expect: ['database-refused'],
    shows: /ROLLOUT_TIMED_OUT.*dial error: timeout/,
    ...throughFirewall(50, { CONNECT_TIMEOUT: '4s' }),
  },
  {
    name: 'a database that the app looks for in its own container',
    expect: ['database-refused'],
    shows: /own container.*ROLLOUT_FAILED/,
    ...asks(databaseUrl({ host: '127.0.0.1' })),
  },
  {
    name: 'a host that does not resolve, until the time is up',
    expect: ['database-host'],
    shows: /ROLLOUT_TIMED_OUT.*no-such\.aws\.neon\.test/,
    ...asksUntil(45, databaseUrl({ host: 'no-such.aws.neon.test' }), isRetrying),
  },
  {
    name: 'healthy: an app that takes a minute, and finds its telemetry as little as a licence server',
    expect: 'verified',
    ...asks(databaseUrl(), {}, ({ backend }) => {
      backend.image = facts.behave
      backend.env['READY_AFTER'] = '60s'
      backend.env['SAY'] = [
        'running migrations on the database: done',
        'warn: Error: getaddrinfo ENOTFOUND telemetry.example.com',
        'license check: Error: self-signed certificate in certificate chain',
      ].join('\n')
    }),
  },
  {
    name: 'healthy: a database that sleeps for 25 s under an app that crashes',
    ...asleepFor(25, { CONNECT_TIMEOUT: '3s' }),
  } as Case,
  {
    name: 'healthy: a database that sleeps for 60 s under an app that crashes',
    ...asleepFor(60, { CONNECT_TIMEOUT: '3s' }),
  } as Case,
  {
    name: 'healthy: a database that sleeps for 60 s under an app that tries again and answers 503',
    ...asleepFor(60, isRetrying),
  } as Case,
  {
    name: 'healthy: a database that sleeps for 60 s under an app that waits without a word',
    ...asleepFor(60, { RETRY: '1' }),
  } as Case,
]

testCases(cases.map((one): Case => ({ over: 'nothing', ...one })))
