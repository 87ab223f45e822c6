import type { Memory } from '../memory.ts'
import type { ContainerFacts } from '../read-container.ts'
import type { JobFacts } from '../read-job.ts'
import type { PodFacts } from '../read-pod.ts'
import { isLiving } from '../scope.ts'
import { waitingFor } from '../waiting-for.ts'
import { findCauseLine } from './cause-line.ts'
import type { Finding } from './finding.ts'

/** The newest pod of a Job. */
export const podOf = (memory: Memory, job: JobFacts) =>
  [...memory.pods.values()]
    .filter((pod) => pod.owner?.uid === job.uid)
    .sort((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0))
    .at(-1)

/** Its pod's last words are on their way. */
export const wordsMs = 2_000
const slowMs = 10_000
/** As many of its words as a screen has room for. */
export const wordsShown = 10

/** A sidecar is ended with its pod: what it says then is a farewell. */
export const withoutSidecars = (containers: ContainerFacts[]): ContainerFacts[] =>
  containers.filter(({ kind }) => kind !== 'sidecar')

/** What its last pod said. */
export const wordsOf = (memory: Memory, job: JobFacts): string[] => {
  const pod = podOf(memory, job)
  const logs = withoutSidecars(pod?.containers ?? []).flatMap((one) => [
    ...(memory.logs.get(`${pod?.name}/${one.name}`)?.values() ?? []),
  ])
  const last = logs.sort((a, b) => a.at - b.at).at(-1)
  return (last?.lines ?? []).filter((line) => line.trim() !== '')
}

const exitOf = (memory: Memory, job: JobFacts): string => {
  const runs = withoutSidecars(podOf(memory, job)?.containers ?? []).map((one) => one.run)
  const ended = runs.find((run) => run.type === 'terminated' && run.exitCode !== 0)
  return ended?.type === 'terminated' ? `, exit code ${ended.exitCode}` : ''
}

/** What failed before this release, or belongs to nobody's release, says nothing about it. */
const isOfThisRelease = (memory: Memory, job: JobFacts): boolean => {
  if (!job.ofRelease || job.owner?.kind === 'CronJob') return false
  return !memory.baseline.uids.has(job.uid) || (job.failed?.since ?? 0) >= (memory.released?.at ?? 0)
}

const failedJob = (memory: Memory, job: JobFacts, now: number): Finding => {
  const words = wordsOf(memory, job)
  const said = findCauseLine(words) ?? words.at(-1)
  return {
    class: 'job-failed',
    object: { kind: 'Job', name: job.name },
    field: 'status.conditions[type=Failed]',
    message: `Job ${job.name} failed${exitOf(memory, job)}: ${said?.trim().slice(0, 300) ?? job.failed?.message ?? ''}`,
    hint: `kubectl logs job/${job.name} -n ${job.namespace} --tail=50`,
    firstSeen: job.failed?.since ?? now,
    lastSeen: now,
    count: 1,
    confirmedBy: `${job.failed?.reason}: ${job.failed?.message}`,
    whyNotTransient: 'the Job has used up its attempts',
    isDefinitive: words.length > 0 || now - (job.failed?.since ?? 0) >= wordsMs,
    evidence: words.slice(-wordsShown),
  }
}

const slowJob = (memory: Memory, job: JobFacts, now: number): Finding => {
  const pod = podOf(memory, job)
  const waits = pod ? waitingFor(memory, pod) : ''
  return {
    class: 'job-failed',
    object: { kind: 'Job', name: job.name },
    field: 'status.conditions',
    message: `Job ${job.name} has not finished yet${waits ? `: ${waits}` : ''}`,
    hint: `kubectl describe job ${job.name} -n ${job.namespace}`,
    firstSeen: job.createdAt ?? now,
    lastSeen: now,
    count: 1,
    confirmedBy: 'it is neither Complete nor Failed',
    whyNotTransient: 'it may still finish',
    isDefinitive: false,
  }
}

/** Jobs of this release that run still: what they are to do is not done. */
export const runningJobs = (memory: Memory): JobFacts[] =>
  [...memory.jobs.values()].filter(
    (job) =>
      !job.complete &&
      !job.failed &&
      !job.suspended &&
      !memory.gone.has(job.uid) &&
      !memory.baseline.uids.has(job.uid) &&
      isOfThisRelease(memory, job),
  )

/** The pods of Jobs of this release that run still, as far as they have not ended. */
export const beginningPods = (memory: Memory): PodFacts[] =>
  runningJobs(memory).flatMap((job) => {
    const pod = podOf(memory, job)
    return pod && isLiving(memory, pod) ? [pod] : []
  })

/** Jobs of this release that failed after it began, or take their time. */
export const failedJobs = (memory: Memory, now: number): Finding[] => [
  ...[...memory.jobs.values()]
    .filter((job) => job.failed && isOfThisRelease(memory, job))
    .map((job) => failedJob(memory, job, now)),
  ...runningJobs(memory)
    .filter((job) => now - (job.createdAt ?? now) >= slowMs)
    .map((job) => slowJob(memory, job, now)),
]
