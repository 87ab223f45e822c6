import type { Memory } from '../memory.ts'
import type { JobFacts } from '../read-job.ts'
import type { Component } from '../scope.ts'
import {
  describeAttempts,
  isRefusedForGood,
  latestAttempts,
  toldAttempts,
  whyRefused,
} from './creation-attempts.ts'
import type { Finding } from './finding.ts'

/** No pod exists to look at, and no condition of a Job says why: only Events do. */
export const refusedJob = (
  memory: Memory,
  { uid, name }: JobFacts,
  { role }: Component,
  now: number,
): Finding | undefined => {
  const all = toldAttempts(memory, uid, now)
  if (all.length === 0) return undefined
  const attempts = latestAttempts(all)
  const { refusal, message, firstAt, count } = attempts
  return {
    class: refusal.class,
    object: { kind: 'Job', name, component: role },
    field: 'events[reason=FailedCreate]',
    message: `${role} gets no pod: ${refusal.tell(message)}`,
    hint: refusal.hint(message),
    firstSeen: firstAt,
    lastSeen: now,
    count,
    confirmedBy: `FailedCreate, ${describeAttempts(attempts)}`,
    whyNotTransient: whyRefused(attempts),
    isDefinitive: isRefusedForGood(memory, attempts, now, 0),
  }
}
