import type { Memory } from '../memory.ts'

/** A Job may be making, at this moment, what a program misses in its database. */
export const isAnyJobAtWork = ({ memory }: { memory: Memory }): boolean =>
  [...memory.jobs.values()].some((job) => !job.failed && !job.complete && !memory.gone.has(job.uid))
