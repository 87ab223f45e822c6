import type { Memory } from '../memory.ts'
import { pullingSince } from '../pull-state.ts'
import type { PodFacts } from '../read-pod.ts'
import type { Component } from '../scope.ts'
import { waitingFor } from '../waiting-for.ts'
import { bestOf } from './best-of.ts'
import { endedJob } from './ended-job.ts'
import type { Finding } from './finding.ts'
import { podOf } from './job-failed.ts'
import { findStuck } from './stuck-jobs.ts'

/** How far a command is that runs once, in the pod of a Job that is never tried again. */
export type JobSight =
  | { state: 'succeeded'; pod?: string }
  | { state: 'failed'; finding: Finding; pod?: string; exitCode?: number }
  | { state: 'running' }
  /** It has not begun. */
  | { state: 'waiting'; doing: string; trouble?: Finding; isPulling: boolean }

const hasBegun = (pod: PodFacts): boolean =>
  pod.containers.some(({ kind, run }) => kind === 'main' && /^(running|terminated)$/.test(run.type))

const exitCodeOf = (pod: PodFacts | undefined): number | undefined => {
  const run = pod?.containers.find(({ kind }) => kind === 'main')?.run
  return run?.type === 'terminated' ? run.exitCode : undefined
}

/** `backend: cannot pull …` says what keeps it from starting. */
const entitle = (message: string, { role }: Component, title: string): string =>
  message.startsWith(`${role}: `)
    ? `${title} cannot start${message.slice(role.length)}`
    : message.replace(new RegExp(`^${role}\\b`), title)

/** By the rules that judge components: `component` stands in for the Job, and `title` for it in their sentences. */
export const seeJob = (
  memory: Memory,
  uid: string,
  { component, title }: { component: Component; title: string },
  now: number,
): JobSight => {
  const job = memory.jobs.get(uid)
  if (!job) return { state: 'waiting', doing: 'waiting for its pod', isPulling: false }
  const entitled = (one: Finding): Finding => ({ ...one, message: entitle(one.message, component, title) })
  const pod = podOf(memory, job)
  if (job.complete) return { state: 'succeeded', pod: pod?.name }
  if (job.failed || memory.gone.has(uid)) {
    const finding = entitled(endedJob(memory, job, component, now))
    return { state: 'failed', finding, pod: pod?.name, exitCode: exitCodeOf(pod) }
  }
  // who may not see its pod is told by the Job itself
  const isRunning = pod ? hasBegun(pod) : memory.hidden.has('Pod') && job.isReady
  if (isRunning) return { state: 'running' }
  const [trouble] = bestOf(findStuck(memory, job, component, now)).map(entitled)
  return {
    state: 'waiting',
    doing: trouble?.message ?? (pod ? waitingFor(memory, pod) : 'waiting for its pod'),
    trouble,
    isPulling: pod !== undefined && pullingSince(memory, pod) !== undefined,
  }
}
