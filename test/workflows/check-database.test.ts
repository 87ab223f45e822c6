import { expect, it } from 'vitest'
import type { DatabaseCheck } from '../../src/ports.ts'
import type { UpReport } from '../../src/report.ts'
import { startDatabaseCheck } from '../../src/workflows/check-database.ts'
import type { Prepared } from '../../src/workflows/prepare-release.ts'
import { storyTeller } from '../../src/workflows/story-teller.ts'
import { emptyReport, failedReport } from '../../src/workflows/up-report.ts'
import type { UpRun } from '../../src/workflows/up-run.ts'

const clock = { now: () => 0, monotonic: () => 0, sleep: async () => undefined }
const ok = (step: string) => ({ step, ok: true, detail: '', milliseconds: 1 })

/** The report of an `up` whose database answers like this. */
const reportOf = async (check: Partial<DatabaseCheck>): Promise<UpReport> => {
  const reporter = { report: () => undefined, close: () => undefined }
  const run = {
    config: { database: { secret: 'DATABASE_URL' } },
    flags: {},
    story: storyTeller(clock, reporter),
    report: emptyReport({ name: 'shop', namespace: 'shop', context: 'test' }),
    world: {
      clock,
      signal: new AbortController().signal,
      checkDatabase: async () => ({ ok: false, host: 'db.example.com', pooled: false, steps: [], ...check }),
    },
  } as unknown as UpRun
  const prepared = { secrets: { values: { DATABASE_URL: 'postgres://x' } } } as unknown as Prepared
  await startDatabaseCheck(run, prepared)().catch((error: unknown) => failedReport(run, error))
  return run.report as UpReport
}

it('a password that is refused before the release is a verdict, like one that a log tells of', async () => {
  const detail = 'the server does not let "u" into "d" with this password'
  const report = await reportOf({
    class: 'database-login',
    hint: 'copy the connection string again',
    steps: [
      ok('dns'),
      ok('tcp'),
      { step: 'login', ok: false, detail, milliseconds: 1 },
    ] as DatabaseCheck['steps'],
  })
  expect(report).toMatchObject({
    code: 50,
    verdict: {
      class: 'database-login',
      object: { kind: 'Database', name: 'db.example.com' },
      field: 'login',
      message: 'the database cannot be used: login failed',
      hint: 'copy the connection string again',
      confirmedBy: detail,
    },
  })
})

it('a URL that cannot be read is blamed on its Secret', async () => {
  const report = await reportOf({
    host: '',
    class: 'database-host',
    steps: [{ step: 'parse', ok: false, detail: 'no host', milliseconds: 0 }],
  })
  expect(report.verdict).toMatchObject({ object: { kind: 'Secret', name: 'DATABASE_URL' } })
})
