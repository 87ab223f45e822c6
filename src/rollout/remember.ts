import type { RolloutEvent } from './event.ts'
import type { WatchedKind } from './kube.ts'
import type { Baseline, LogFacts, Memory } from './memory.ts'
import { rememberObject } from './remember-object.ts'

const uidsOf = (memory: Memory, kind: WatchedKind): string[] => {
  switch (kind) {
    case 'Deployment':
      return [...memory.deployments.keys()]
    case 'ReplicaSet':
      return [...memory.replicaSets.keys()]
    case 'Pod':
      return [...memory.pods.keys()]
    case 'Job':
      return [...memory.jobs.keys()]
    case 'Event':
      return [...memory.events.values()].flatMap((events) => [...events.keys()])
    default:
      return []
  }
}

const baselineDeployments = (memory: Memory): Baseline['deployments'] =>
  new Map(
    [...memory.deployments.values()]
      .filter((one) => !memory.gone.has(one.uid))
      .map((one) => [one.name, { uid: one.uid, generation: one.generation, template: one.template }]),
  )

/** Only the first complete list before the release is the past; a later list is news. */
const rememberSynced = (memory: Memory, kind: WatchedKind, at: number): Memory => {
  const { baseline } = memory
  if (baseline.synced.has(kind)) return memory
  const synced = new Set(baseline.synced).add(kind)
  if (memory.released) return { ...memory, baseline: { ...baseline, synced } }
  const uids = new Set([...baseline.uids, ...uidsOf(memory, kind)])
  const deployments = kind === 'Deployment' ? baselineDeployments(memory) : baseline.deployments
  const since = kind === 'Pod' ? at : baseline.at
  return { ...memory, baseline: { synced, at: since, uids, deployments } }
}

const rememberHidden = (memory: Memory, kind: WatchedKind, isHidden: boolean): Memory => {
  if (memory.hidden.has(kind) === isHidden) return memory
  const others = [...memory.hidden].filter((one) => one !== kind)
  return { ...memory, hidden: new Set(isHidden ? [...others, kind] : others) }
}

const currentAttempt = (memory: Memory, event: Extract<RolloutEvent, { type: 'log' }>): number => {
  const pod = [...memory.pods.values()].find((one) => one.name === event.pod)
  const container = pod?.containers.find((one) => one.name === event.container)
  const restarts = container?.restarts ?? 0
  return event.previous && container?.run.type === 'running' ? Math.max(restarts - 1, 0) : restarts
}

/** The later of two readings of one run's log, the longer at the same time. */
const isLater = (event: { at: number; lines: string[] }, known: LogFacts | undefined): boolean => {
  if (!known || event.at !== known.at) return !known || event.at > known.at
  return event.lines.join('\n') > known.lines.join('\n')
}

/** The kubelet's own words, where a log should be. */
const isNoLog = (lines: string[]): boolean => /^unable to retrieve container logs for /.test(lines[0] ?? '')

const rememberLog = (memory: Memory, event: Extract<RolloutEvent, { type: 'log' }>): Memory => {
  if (isNoLog(event.lines)) return memory
  const key = `${event.pod}/${event.container}`
  const attempt = event.attempt ?? currentAttempt(memory, event)
  const attempts = memory.logs.get(key)
  const known = attempts?.get(attempt)
  const firstAt = Math.min(event.at, known?.firstAt ?? event.at)
  const latest = isLater(event, known) ? event : known!
  if (latest === known && firstAt === known.firstAt) return memory
  const log = { firstAt, at: latest.at, attempt, lines: latest.lines }
  return { ...memory, logs: new Map(memory.logs).set(key, new Map(attempts).set(attempt, log)) }
}

const rememberKnock = (
  memory: Memory,
  { pod, at, open, asked }: Extract<RolloutEvent, { type: 'knocked' }>,
): Memory => {
  const known = memory.knocks.get(pod)
  if (known?.has(at) || asked.length === 0) return memory
  return { ...memory, knocks: new Map(memory.knocks).set(pod, new Map(known).set(at, { open, asked })) }
}

const rememberConfirmed = (memory: Memory, event: Extract<RolloutEvent, { type: 'confirmed' }>): Memory => {
  const key = `${event.kind}/${event.name}/${event.key ?? ''}`
  return { ...memory, confirmed: new Map(memory.confirmed).set(key, event.exists) }
}

const rememberNodes = (memory: Memory, { at, rooms }: Extract<RolloutEvent, { type: 'nodes' }>): Memory =>
  memory.nodes && memory.nodes.at >= at ? memory : { ...memory, nodes: { at, rooms } }

const releasedBy = ({
  at,
  revision,
  generations,
  replicas,
  templates,
  otherWriters,
}: Extract<RolloutEvent, { type: 'released' }>) => ({
  at,
  revision,
  generations,
  replicas,
  templates,
  otherWriters,
})

const rememberReleased = (memory: Memory, event: Extract<RolloutEvent, { type: 'released' }>): Memory =>
  memory.released ? memory : { ...memory, released: releasedBy(event) }

/** Memory with what an event tells. */
export const remember = (memory: Memory, release: string, event: RolloutEvent): Memory => {
  switch (event.type) {
    case 'seen':
    case 'gone':
      return rememberObject(memory, release, event)
    case 'synced':
      return rememberSynced(rememberHidden(memory, event.kind, false), event.kind, event.at)
    case 'log':
      return rememberLog(memory, event)
    case 'knocked':
      return rememberKnock(memory, event)
    case 'confirmed':
      return rememberConfirmed(memory, event)
    case 'nodes':
      return rememberNodes(memory, event)
    case 'released':
      return rememberReleased(memory, event)
    case 'forbidden':
      return rememberHidden(memory, event.kind, true)
    case 'lost':
    case 'regained':
    case 'tick':
    case 'cancelled':
      return memory
    default:
      return event satisfies never
  }
}
