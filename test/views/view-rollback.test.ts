import { describe, expect, it } from 'vitest'
import type { RollbackReport } from '../../src/report.ts'
import { viewRollback, viewWayBack } from '../../src/views/view-rollback.ts'
import { plain } from './plain-palette.ts'

const report: RollbackReport = {
  schema: 'k8sdeploy/rollback/1',
  status: 'verified',
  code: 0,
  release: { name: 'shop', namespace: 'shop', context: 'kind-dev', revision: 5 },
  from: { revision: 4, status: 'deployed' },
  to: { revision: 3, verifiedAt: '2026-01-01T00:00:00Z' },
  seconds: 6.48,
  phases: [],
  entities: [],
  transitions: [],
  urls: [],
  outages: { 'shop-frontend': 0, 'shop-backend': 0 },
  requests: { url: 'http://localhost:30080', sent: 34, failed: 0, longestGapMs: 0, failures: [] } as never,
  notUndone: ['the database is not rolled back: what migrations have changed remains'],
  next: [],
}
const failed: RollbackReport = {
  ...report,
  status: 'failed',
  code: 31,
  error: { code: 'HELM_FAILED', message: 'helm could not roll shop back', evidence: ['no'] },
  next: ['helm history shop -n shop'],
}

describe('viewRollback', () => {
  it('says what runs again, how people fared, and what stays', () => {
    expect(viewRollback(report, plain, 80)).toEqual([
      '  ✓ rolled back  revision 3 runs again as revision 5 after 6.5 s · 0 of 0 rules',
      '                 hold · always a ready pod · 0 of 34 requests failed',
      '  stays  the database is not rolled back: what migrations have changed remains',
    ])
  })
  it('fits a narrow terminal', () => {
    for (const line of viewRollback(report, plain, 40)) expect(line.length).toBeLessThanOrEqual(40)
  })
  it('says that there is nothing to do', () => {
    expect(viewRollback({ ...report, status: 'unchanged' }, plain, 80)).toEqual([
      '  = unchanged    nothing to do: revision 5 is what revision 3 was',
    ])
  })
  it('after a failed deploy says which of the two failures it tells', () => {
    expect(viewRollback(failed, plain, 80)[0]).toBe('  ✗ helm could not roll shop back')
    expect(viewWayBack(failed, plain, 80).slice(0, 2)).toEqual([
      '  the way back to revision 3 failed too:',
      '  ✗ helm could not roll shop back',
    ])
  })
})
