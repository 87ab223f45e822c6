import { type Case, testCases } from './case.ts'
import { asks, databaseUrl, queryImage } from './database-door.ts'

const wrong = databaseUrl({ password: 'wr0ng-H0rse' })

const cases: Case[] = [
  {
    // how many pods had spoken when it was certain is a race, and the reducer's own tests count them
    name: 'two replicas with one cause: one headline',
    expect: ['database-login'],
    object: /^Database/,
    ...asks(wrong, { RETRY: '1', WAIT: '5s' }, ({ backend }) => {
      backend.replicas = 2
    }),
  },
  {
    name: 'a backend without its database, and a frontend that answers 502 for it: one headline',
    expect: ['database-login'],
    shows: /"effects":\[\{[^\]]*frontend runs, but is not ready[^\]]*502/,
    ...asks(wrong, { RETRY: '1', WAIT: '15s' }, ({ frontend, backend, name }) => {
      frontend.image = queryImage
      frontend.env['UPSTREAM'] = `http://${name}-backend:${backend.port}/`
    }),
  },
  {
    name: 'a backend and a frontend with a cause each: the backend’s first, and both are said',
    expect: ['crash-loop'],
    object: /backend/,
    shows: /API_KEY is not set.*"others":\[\{"class":"image-not-found"[^\]]*frontend/,
    configure: ({ frontend, backend }) => {
      Object.assign(backend.env, { CRASHES: '99', SAY: 'Error: API_KEY is not set' })
      frontend.image = frontend.image!.replace(/:[^:]+$/, ':none')
    },
  },
]

testCases(cases.map((one): Case => ({ over: 'nothing', ...one })))
