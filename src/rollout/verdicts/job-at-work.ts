import type { Memory } from '../memory.ts'
import { runningJobs } from './job-failed.ts'

/** A Job of this release may be making, at this moment, what a program misses in its database. */
export const isAnyJobAtWork = ({ memory }: { memory: Memory }): boolean => runningJobs(memory).length > 0
