import type { Memory } from '../memory.ts'
import type { Finding } from './finding.ts'

/** Jobs of this release that failed after it began. */
export const failedJobs = (memory: Memory, now: number): Finding[] =>
  [...memory.jobs.values()]
    .filter((job) => job.failed && !memory.gone.has(job.uid))
    .filter((job) => (job.failed?.since ?? now) >= (memory.released?.at ?? 0) - 60_000)
    .map((job) => ({
      class: 'job-failed',
      object: { kind: 'Job', name: job.name },
      field: 'status.conditions[type=Failed]',
      message: `Job ${job.name} failed: ${job.failed?.message || job.failed?.reason}`,
      hint: `kubectl logs job/${job.name} --tail=50`,
      firstSeen: job.failed?.since ?? now,
      lastSeen: now,
      count: 1,
      confirmedBy: job.failed?.reason,
      whyNotTransient: 'the Job has used up its attempts',
      isDefinitive: true,
    }))
