import type { ComponentCase } from './cases.ts'
import { runningJobs } from './job-failed.ts'

/** Who misses what a Job makes tries again in a moment, or is started again a while later. */
const triesAgainMs = 30_000

const isFresh = (now: number, { completedAt }: { completedAt?: number }): boolean =>
  completedAt !== undefined && now - completedAt < triesAgainMs

/** A Job may be making, at this moment, what a program misses in its database, or has only just made it. */
export const isAnyJobAtWork = ({ memory, now }: Pick<ComponentCase, 'memory' | 'now'>): boolean =>
  runningJobs(memory).length > 0 || [...memory.jobs.values()].some((job) => isFresh(now, job))
