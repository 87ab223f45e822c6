import { describe, expect, it } from 'vitest'
import type { Verdict } from '../../src/report.ts'
import { viewVerdict } from '../../src/views/view-verdict.ts'
import { plain } from './plain-palette.ts'

const login: Verdict = {
  class: 'database-login',
  object: { kind: 'Database', name: 'database', container: 'backend', component: 'backend' },
  field: 'log',
  message: 'backend cannot log in to its database: password authentication failed for user "shop" (28P01)',
  hint: 'put the right user and password into DATABASE_URL, then: k8sdeploy up',
  firstSeen: '2026-03-01T10:00:02.000Z',
  lastSeen: '2026-03-01T10:00:09.000Z',
  count: 2,
  confirmedBy: 'log of shop-backend-7d9f-x2k4q/backend, line 3 (SQLSTATE 28P01)',
  whyNotTransient: 'a rejected login stays rejected until the credentials change',
  effects: [{ object: 'Pod/shop-frontend-5c4b-q9z2t', message: 'frontend answers 502' }],
}
const crash: Verdict = {
  ...login,
  class: 'crash-loop',
  object: { kind: 'Pod', name: 'shop-backend-7d9f-x2k4q', container: 'backend', component: 'backend' },
  field: 'status.containerStatuses[0].lastState.terminated',
  message: 'backend crashes: exit code 1, 2×: no settings',
  hint: 'k8sdeploy up --rebuild',
  confirmedBy: 'log of shop-backend-7d9f-x2k4q/backend',
  whyNotTransient: 'it was started 2× and ended the same way',
  effects: [],
}
const rest = {
  state: 'frontend serves from 2 pods · backend keeps serving from 2 old pods',
  next: ['k8sdeploy status'],
}
const show = (verdict: Verdict, columns: number) =>
  `\n${viewVerdict(verdict, plain, columns, rest).join('\n')}\n`

describe('a verdict', () => {
  it('has a short headline and its cause under why, at 80 columns', () => {
    expect(show(login, 80)).toMatchInlineSnapshot(`
      "
        ✗ backend cannot log in to its database
        why    password authentication failed for user "shop" (28P01)
               a rejected login stays rejected until the credentials change
        where  Database database (database-login)
        seen   2 times within 7s · log of shop-backend-7d9f-x2k4q/backend, line 3
               (SQLSTATE 28P01)
        also   Pod/shop-frontend-5c4b-q9z2t: frontend answers 502
        state  frontend serves from 2 pods · backend keeps serving from 2 old pods
        next   put the right user and password into DATABASE_URL, then: k8sdeploy up
               k8sdeploy status
      "
    `)
  })

  it('reads well at 40 columns', () => {
    expect(show(login, 40)).toMatchInlineSnapshot(`
      "
        ✗ backend cannot log in to its
          database
        why    password authentication
                 failed for user "shop"
                 (28P01)
               a rejected login stays
                 rejected until the
                 credentials change
        where  Database database
               (database-login)
        seen   2 times within 7s · log of
               shop-backend-7d9f-x2k4q/backend,
               line 3 (SQLSTATE 28P01)
        also   Pod/shop-frontend-5c4b-q9z2t:
               frontend answers 502
        state  frontend serves from 2 pods ·
               backend keeps serving from 2
               old pods
        next   put the right user and password
               into DATABASE_URL, then:
               k8sdeploy up
               k8sdeploy status
      "
    `)
  })

  it('that fits on a line is one line, and its command can be copied', () => {
    expect(show(crash, 80)).toMatchInlineSnapshot(`
      "
        ✗ backend crashes: exit code 1, 2×: no settings
        why    it was started 2× and ended the same way
        where  Pod shop-backend-7d9f-x2k4q, container backend (crash-loop)
        seen   for 7s · confirmed by its log
        state  frontend serves from 2 pods · backend keeps serving from 2 old pods
        next   k8sdeploy up --rebuild
               k8sdeploy status
      "
    `)
  })

  it('does not say again what its message says', () => {
    const told = { ...crash, confirmedBy: 'no settings' }
    expect(show(told, 80).match(/no settings/g)).toHaveLength(1)
  })
})
