import { historyOf, type Memory } from './memory.ts'
import type { ContainerFacts } from './read-container.ts'
import type { PodFacts } from './read-pod.ts'
import { activePods, scopes } from './scope.ts'
import type { RolloutState } from './state.ts'

export type WantedLog = {
  /** Ask once per key. */
  key: string
  pod: string
  uid: string
  container: string
  previous: boolean
  /** To be handed back in the `log` event. */
  attempt: number
}

/** A program that runs and is not ready keeps talking, so it is asked again. */
const askAgainMs = 5_000
const unreadyMs = 3_000
/** More pods of one kind say the same. */
const podsAsked = 5

const want = (
  pod: PodFacts,
  container: ContainerFacts,
  previous: boolean,
  attempt: number,
  round = '',
): WantedLog => ({
  key: `${pod.uid}/${container.name}/${attempt}${previous ? '/previous' : ''}${round}`,
  pod: pod.name,
  uid: pod.uid,
  container: container.name,
  previous,
  attempt,
})

/** Its words may not have been written yet when they were asked for: nothing is asked for once more. */
const roundOf = (memory: Memory, pod: PodFacts, { name }: ContainerFacts, attempt: number): string =>
  memory.logs.get(`${pod.name}/${name}`)?.get(attempt)?.lines.length === 0 ? '/again' : ''

/** The run that ended last: the API calls it previous unless the container still stands there, ended. */
const endedLog = (memory: Memory, pod: PodFacts, container: ContainerFacts): WantedLog[] => {
  const { run, restarts } = container
  const wanted = (previous: boolean, attempt: number) => [
    want(pod, container, previous, attempt, roundOf(memory, pod, container, attempt)),
  ]
  if (run.type === 'terminated')
    return run.exitCode === 0 && container.kind === 'init' ? [] : wanted(false, restarts)
  if (!container.last || historyOf(memory, pod.uid, container.name).exits.size === 0) return []
  return wanted(true, run.type === 'running' ? Math.max(restarts - 1, 0) : restarts)
}

const runningLog = (memory: Memory, pod: PodFacts, container: ContainerFacts, now: number): WantedLog[] => {
  const { run, restarts } = container
  if (run.type !== 'running' || container.ready || now - (run.startedAt ?? now) < unreadyMs) return []
  const known = memory.logs.get(`${pod.name}/${container.name}`)?.get(restarts)
  if (known && now - known.at < askAgainMs) return []
  return [want(pod, container, false, restarts, `/${Math.floor(now / askAgainMs)}`)]
}

/** What was read while it still ran lacks its last words; what was read as it ended may be the next run's silence. */
const lacksEnd = (memory: Memory, wanted: WantedLog): boolean => {
  const known = memory.logs.get(`${wanted.pod}/${wanted.container}`)?.get(wanted.attempt)
  const exits = [...historyOf(memory, wanted.uid, wanted.container).exits.values()]
  const endedAt = Math.max(...exits.map(({ seenAt }) => seenAt))
  return known === undefined || known.at < endedAt || known.lines.length === 0
}

const hasEndedBadly = (pod: PodFacts): boolean =>
  pod.containers.some((one) => one.run.type === 'terminated' && one.run.exitCode !== 0)

/** Jobs that this release started: what their pods say is gone with them. */
const jobPods = (memory: Memory): PodFacts[] => {
  const jobs = new Set(
    [...memory.jobs.values()]
      .filter((job) => job.ofRelease && !job.complete && !memory.baseline.uids.has(job.uid))
      .map((job) => job.uid),
  )
  if (jobs.size === 0) return []
  return [...memory.pods.values()]
    .filter((pod) => jobs.has(pod.owner?.uid ?? '') && hasEndedBadly(pod) && !memory.gone.has(pod.uid))
    .slice(-podsAsked)
}

/** Which logs would tell more about the trouble that is seen now. */
export const wantedLogs = (state: RolloutState): WantedLog[] => {
  const { memory, target, now } = state
  if (state.sight === 'lost') return []
  const troubled = scopes(memory, target).flatMap((scope) =>
    activePods(memory, scope)
      .filter((pod) => pod.scheduled && (!pod.ready || pod.containers.some((one) => one.restarts > 0)))
      .slice(0, podsAsked),
  )
  return [...troubled, ...jobPods(memory)].flatMap((pod) =>
    pod.containers.flatMap((container) => [
      ...endedLog(memory, pod, container).filter((one) => lacksEnd(memory, one)),
      ...runningLog(memory, pod, container, now),
    ]),
  )
}
