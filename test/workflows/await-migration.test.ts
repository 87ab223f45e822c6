import { describe, expect, it } from 'vitest'
import type { Finding } from '../../src/rollout/verdicts/finding.ts'
import type { JobSight } from '../../src/rollout/verdicts/see-job.ts'
import { awaitMigration } from '../../src/workflows/await-migration.ts'
import type { UpRun } from '../../src/workflows/up-run.ts'

const finding = (isDefinitive: boolean, over: Partial<Finding> = {}): Finding => ({
  class: 'quota',
  object: { kind: 'Job', name: 'shop-backend-migrate', component: 'backend' },
  field: 'events[reason=FailedCreate]',
  message: 'the migration gets no pod: quota small has no room',
  hint: 'make room, then: k8sdeploy up',
  firstSeen: 0,
  lastSeen: 0,
  count: 3,
  whyNotTransient: 'no pod is leaving',
  isDefinitive,
  ...over,
})
const waiting = (over: Partial<Extract<JobSight, { state: 'waiting' }>> = {}): JobSight => ({
  state: 'waiting',
  doing: 'waiting for its pod',
  isPulling: false,
  ...over,
})
const running: JobSight = { state: 'running' }

/** `at` tells what is seen after so many seconds. */
const wait = async (at: (seconds: number) => JobSight) => {
  let ms = 0
  const told: string[] = []
  const run = {
    config: { name: 'shop', rollout: { timeoutSeconds: 300 } },
    namespace: 'shop',
    flags: { timeout: 20 },
    story: { progress: (_: string, line: string) => told.push(line) },
    report: {} as UpRun['report'],
    cluster: { now: () => ms },
    world: {
      signal: new AbortController().signal,
      clock: {
        monotonic: () => ms,
        sleep: async (pause: number) => {
          ms += pause
        },
      },
    },
  }
  const outcome = await awaitMigration(run as never, { look: async () => at(ms / 1000) }).then(
    (seconds) => ({ seconds }),
    (error) => error,
  )
  return { outcome, told, waited: ms / 1000, verdict: run.report.verdict }
}

describe('waiting for migrations', () => {
  it('ends with them, however long they run, and says each step once', async () => {
    const { outcome, told } = await wait((seconds) => {
      if (seconds < 5) return waiting()
      return seconds < 1000 ? running : { state: 'succeeded' }
    })
    expect(outcome).toEqual({ seconds: 1000 })
    expect(told.slice(0, 4)).toEqual([
      'waiting for its pod',
      'running',
      'running for 1 min',
      'running for 2 min',
    ])
    expect(new Set(told).size).toBe(told.length)
  })

  it('ends as soon as it is certain that they never begin', async () => {
    const trouble = (seconds: number) => finding(seconds >= 7)
    const { outcome, waited, verdict } = await wait((seconds) => waiting({ trouble: trouble(seconds) }))
    expect(outcome).toMatchObject({
      code: 'ROLLOUT_FAILED',
      message: finding(true).message,
      details: { next: ['kubectl describe job shop-backend-migrate -n shop', 'k8sdeploy up'] },
    })
    expect(waited).toBe(7)
    expect(verdict).toMatchObject({ class: 'quota', object: { kind: 'Job' } })
  })

  it('waits no longer than --timeout for them to begin', async () => {
    const { outcome, waited, verdict } = await wait(() => waiting({ trouble: finding(false) }))
    expect(outcome).toMatchObject({
      code: 'ROLLOUT_TIMED_OUT',
      message: expect.stringMatching(/quota small has no room; the migration had not begun after 20 s/),
    })
    expect(waited).toBe(20)
    expect(verdict).toMatchObject({ class: 'quota' })
  })

  it('names what it waited for where nothing is wrong', async () => {
    const { outcome } = await wait(() => waiting({ doing: 'waiting for the scheduler' }))
    expect(outcome).toMatchObject({
      code: 'ROLLOUT_TIMED_OUT',
      message: expect.stringMatching(/^the migration had not begun after 20 s: waiting for the scheduler/),
    })
  })

  it('does not count the time that an image takes to arrive', async () => {
    const { outcome } = await wait((seconds) => {
      if (seconds < 200) return waiting({ isPulling: true })
      return seconds < 210 ? running : { state: 'succeeded' }
    })
    expect(outcome).toEqual({ seconds: 210 })
  })

  it('waits for the last words of what failed', async () => {
    const failed = (seconds: number): JobSight => ({
      state: 'failed',
      finding: finding(seconds >= 2, { class: 'job-failed', message: 'the migration failed: no' }),
    })
    const { outcome, waited } = await wait(failed)
    expect(outcome).toMatchObject({ code: 'ROLLOUT_FAILED', message: 'the migration failed: no' })
    expect(waited).toBe(2)
  })
})
