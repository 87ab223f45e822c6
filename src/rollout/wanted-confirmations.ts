import type { RolloutEvent } from './event.ts'
import { eventsAbout, historyOf, type Memory } from './memory.ts'
import { findCondition } from './read-condition.ts'
import type { PodFacts } from './read-pod.ts'
import { activePods, type Scope, scopes } from './scope.ts'
import type { RolloutState } from './state.ts'
import { readConfigError } from './verdicts/config-error.ts'
import { askAfterMs } from './verdicts/config-missing.ts'
import { beginningPods } from './verdicts/job-failed.ts'
import { readMissingMount } from './verdicts/mount-causes.ts'
import { askServiceAfterMs, findUnknownName } from './verdicts/unknown-service.ts'
import { findWaits } from './verdicts/waits.ts'

type Confirmed = Extract<RolloutEvent, { type: 'confirmed' }>

/** A Service that is not there may come with another release. */
const askAgainMs = 15_000

/** Whether this exists would settle a suspicion; ask once per key. */
export type WantedConfirmation = { key: string; kind: Confirmed['kind']; name: string; dataKey?: string }

const want = (kind: Confirmed['kind'], name: string, dataKey?: string): WantedConfirmation => ({
  key: `${kind}/${name}/${dataKey ?? ''}`,
  kind,
  name,
  ...(dataKey !== undefined && { dataKey }),
})

const hasWaited = (memory: Memory, pod: PodFacts, container: string, now: number): boolean => {
  const waits = findWaits(historyOf(memory, pod.uid, container), /^CreateContainerConfigError$/)
  return waits.length > 0 && now - waits[0]!.firstAt >= askAfterMs
}

const fromContainers = (memory: Memory, pod: PodFacts, now: number): WantedConfirmation[] =>
  pod.containers.flatMap(({ run, name }) => {
    if (run.type !== 'waiting' || run.reason !== 'CreateContainerConfigError') return []
    if (!hasWaited(memory, pod, name, now)) return []
    const error = readConfigError(run.message)
    if (error.type === 'missing-object') return [want(error.kind, error.name)]
    return error.type === 'missing-key' ? [want(error.kind, error.name, error.key)] : []
  })

const fromMounts = (memory: Memory, pod: PodFacts, now: number): WantedConfirmation[] =>
  eventsAbout(memory, pod.uid)
    .filter((one) => one.reason === 'FailedMount' && now - (one.firstAt ?? now) >= askAfterMs)
    .flatMap((one) => {
      const missing = readMissingMount(one.message)
      return missing ? [want(missing.kind, missing.name)] : []
    })

const fromScheduler = (pod: PodFacts, now: number): WantedConfirmation[] => {
  const condition = findCondition(pod.conditions, 'PodScheduled')
  if (condition?.status !== 'False' || now - (condition.since ?? now) < askAfterMs) return []
  const missing = readMissingMount(condition.message)
  return missing ? [want(missing.kind, missing.name)] : []
}

/** As long as the answer is no, it is asked for again: with a key of its own each time. */
const wantService = (memory: Memory, name: string, now: number): WantedConfirmation => {
  const wanted = want('Service', name)
  const isAbsent = memory.confirmed.get(wanted.key) === false
  return isAbsent ? { ...wanted, key: `${wanted.key}${Math.floor(now / askAgainMs)}` } : wanted
}

/** A name that it has said for a while that it cannot find. */
const fromLogs = (memory: Memory, pod: PodFacts, now: number): WantedConfirmation[] =>
  pod.containers.flatMap(({ name }) => {
    const logs = [...(memory.logs.get(`${pod.name}/${name}`)?.values() ?? [])]
    const told = logs.filter((log) => now - log.firstAt >= askServiceAfterMs)
    const unknown = told.map((log) => findUnknownName(log.lines)).find((one) => one !== undefined)
    return unknown ? [wantService(memory, unknown, now)] : []
  })

const fromReplicaSet = (scope: Scope): WantedConfirmation[] => {
  const message = scope.replicaSet && findCondition(scope.replicaSet.conditions, 'ReplicaFailure')?.message
  const name = /serviceaccount "(?:[^"/]*\/)?([^"]+)" not found/i.exec(message ?? '')?.[1]
  return name ? [want('ServiceAccount', name)] : []
}

/** What keeps a pod from beginning. */
const fromBeginning = (memory: Memory, pod: PodFacts, now: number): WantedConfirmation[] => [
  ...fromContainers(memory, pod, now),
  ...fromMounts(memory, pod, now),
  ...fromScheduler(pod, now),
]

export const wantedConfirmations = (state: RolloutState): WantedConfirmation[] => {
  const { memory, target, now } = state
  if (state.sight === 'lost') return []
  const ofJobs = beginningPods(memory).flatMap((pod) => fromBeginning(memory, pod, now))
  const ofComponents = scopes(memory, target).flatMap((scope) => [
    ...fromReplicaSet(scope),
    ...activePods(memory, scope).flatMap((pod) => [
      ...fromBeginning(memory, pod, now),
      ...fromLogs(memory, pod, now),
    ]),
  ])
  const wanted = [...ofComponents, ...ofJobs]
  const distinct = new Map(wanted.map((one) => [one.key, one]))
  return [...distinct.values()].filter((one) => !memory.confirmed.has(one.key))
}
