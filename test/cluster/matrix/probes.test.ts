import { type Case, testCases } from './case.ts'

const behaves =
  (env: Record<string, string>): Case['configure'] =>
  ({ backend }) => {
    Object.assign(backend.env, env)
  }
const quick = { tcp: true, periodSeconds: 1 }

const cases: Case[] = [
  {
    name: 'a liveness probe that is never content',
    expect: ['probe-kill'],
    shows: /liveness probe.*500/,
    configure: ({ backend }) => {
      backend.env['ANSWER'] = '500'
      backend.probes.startup = quick
      backend.probes.liveness = { path: '/', periodSeconds: 2, failureThreshold: 2 }
    },
  },
  {
    name: 'a liveness probe on a path that is not there, while the pod is Ready',
    expect: ['probe-kill'],
    shows: /liveness \/gone/,
    configure: ({ backend }) => {
      backend.env['GONE'] = '/gone'
      backend.probes.startup = quick
      backend.probes.liveness = { path: '/gone', periodSeconds: 8, failureThreshold: 2 }
    },
  },
  {
    name: 'a startup probe with too little patience',
    expect: ['probe-kill'],
    shows: /startup probe/,
    configure: ({ backend }) => {
      backend.env['START_AFTER'] = '60s'
      backend.probes.startup = { tcp: true, periodSeconds: 2, failureThreshold: 5 }
    },
  },
  {
    name: 'a program that listens nowhere',
    expect: ['probe-kill'],
    shows: /startup probe.*connection refused/,
    configure: behaves({ START_AFTER: '9000s' }),
    flags: ['--timeout', '240'],
  },
  {
    name: 'a startup probe that is told 500',
    expect: ['never-ready'],
    shows: /startup.*500/,
    configure: behaves({ ANSWER: '500' }),
  },
  {
    name: 'a readiness probe whose command the image does not have',
    expect: ['never-ready'],
    shows: /curl.*: executable file not found.*put curl into the image/,
    configure: ({ backend }) => {
      backend.probes.startup = quick
      backend.probes.readiness = { command: ['curl', '-f', 'http://localhost:8000/'], periodSeconds: 2 }
    },
  },
  {
    name: 'a readiness probe that is told 503',
    expect: ['never-ready'],
    shows: /readiness.*503/,
    configure: ({ backend }) => {
      backend.env['ANSWER'] = '503'
      backend.probes.startup = quick
    },
  },
  {
    name: 'a port of its own choosing',
    expect: ['wrong-port'],
    object: /backend/,
    shows: /9999.*its log says/,
    configure: behaves({ PORT: '9999' }),
  },
  {
    name: 'a port of its own choosing, and not a word, in the frontend',
    expect: ['wrong-port'],
    object: /frontend/,
    shows: /8123.*knocked/,
    configure: ({ frontend }) => {
      Object.assign(frontend.env, { LISTEN: ':8123', QUIET: '1' })
    },
  },
  {
    name: 'loopback only',
    expect: ['loopback-only'],
    shows: /its log says/,
    configure: behaves({ LISTEN: '127.0.0.1:8000' }),
  },
  {
    name: 'loopback only, and not a word',
    expect: ['loopback-only'],
    shows: /knocked/,
    configure: behaves({ LISTEN: '127.0.0.1:8000', QUIET: '1' }),
  },
  {
    name: 'healthy: it says where it will listen, and works for a while first',
    expect: 'verified',
    configure: behaves({ SAY: 'Starting server at http://localhost:8000', START_AFTER: '25s', QUIET: '1' }),
  },
  {
    name: 'healthy: it only talks of a rejected login, and takes its time',
    expect: 'verified',
    configure: behaves({
      SAY: 'INFO help: on "password authentication failed" check DATABASE_URL',
      START_AFTER: '20s',
      QUIET: '1',
    }),
  },
  {
    name: 'healthy: a start that takes 90 s, without a word',
    expect: 'verified',
    configure: behaves({ START_AFTER: '90s', QUIET: '1' }),
  },
  {
    name: 'healthy: a readiness of 503 for 85 s',
    expect: 'verified',
    configure: ({ backend }) => {
      backend.env['READY_AFTER'] = '85s'
      backend.probes.startup = quick
      backend.probes.liveness = quick
    },
  },
  {
    name: 'healthy: one kill by the startup probe',
    expect: 'verified',
    configure: ({ backend }) => {
      backend.env['SLOW_ONCE'] = '60s'
      backend.probes.startup = { tcp: true, periodSeconds: 2, failureThreshold: 5 }
    },
  },
]

testCases(cases.map((one) => ({ over: 'nothing', ...one })))
