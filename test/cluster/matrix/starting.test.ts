import { type Case, testCases } from './case.ts'

const cases: Case[] = [
  {
    name: 'a port of its own choosing',
    expect: ['wrong-port'],
    object: /backend/,
    shows: /9999/,
    configure: ({ backend }) => {
      backend.env['PORT'] = '9999'
    },
  },
  {
    name: 'healthy: a start that takes 40 s',
    expect: 'verified',
    configure: ({ backend }) => {
      backend.env['START_AFTER'] = '40s'
    },
  },
]

testCases(cases)
