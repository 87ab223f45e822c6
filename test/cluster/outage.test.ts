import { expect, test } from 'vitest'
import type { UpReport } from '../../src/report.ts'
import { type Case, runCase } from './matrix/case.ts'

type Row = Omit<Case, 'expect'> & { loses: boolean }

const anew = (config: { frontend: { env: Record<string, string> } }) => {
  config.frontend.env['SAY'] = 'here I am again'
}

const rows: Row[] = [
  { name: 'new pods take over one by one', configure: anew, loses: false },
  {
    name: 'old pods leave before the new ones come',
    configure: anew,
    chart: (edit) =>
      edit('templates/deployment.yaml', (text) =>
        text.replace(/type: RollingUpdate\n\s+rollingUpdate:\n.*\n.*\n/, 'type: Recreate\n'),
      ),
    loses: true,
  },
]

const outageOf = ({ outages = {} }: UpReport) => Math.max(...Object.values(outages))

test.concurrent.each(rows)('$name: what was lost is told twice, in ms', async ({ loses, ...row }) => {
  const { report, why } = await runCase({ ...row, expect: 'verified' })
  expect(report.status, why).toBe('verified')
  const { sent, failed, longestGapMs } = report.requests!
  expect(sent, why).toBeGreaterThan(10)
  expect(
    [failed > 0, longestGapMs > 0, outageOf(report) > 0],
    JSON.stringify([report.requests, why]),
  ).toEqual([loses, loses, loses])
})
