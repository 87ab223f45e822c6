import { expect, it } from 'vitest'
import type { ErrorReport } from '../../src/report.ts'
import { pointAtKept } from '../../src/workflows/point-at-kept.ts'

const kept = '.k8sdeploy/failures/2026-01-01T10-00-00'
const file = `${kept}/logs/shop-backend-5d9-x2x-backend*.log`

it.each([
  ['kubectl logs shop-backend-5d9-x2x -c backend -n shop --previous', `cat ${file}`],
  ['kubectl --context dev logs shop-backend-5d9-x2x -c backend -n shop', `cat ${file}`],
  [
    'kubectl logs shop-backend-5d9-x2x -c backend -n shop, or correct backend.probes.readiness',
    `cat ${file}, or correct backend.probes.readiness`,
  ],
  ['k8sdeploy up', 'k8sdeploy up'],
])('after a way back %s becomes what was kept', (hint, expected) => {
  const error: ErrorReport = { code: 'ROLLOUT_FAILED', message: 'it failed', evidence: [], hint }
  const report = { kept, next: [hint], error }
  pointAtKept(report)
  expect([report.error.hint, report.next]).toEqual([expected, [expected]])
})

it('leaves a hint alone when nothing was kept', () => {
  const report = { next: ['kubectl logs shop-backend-5d9-x2x -c backend -n shop'] }
  pointAtKept(report)
  expect(report.next).toEqual(['kubectl logs shop-backend-5d9-x2x -c backend -n shop'])
})
