import { GrowingMap } from './growing-map.ts'
import type { WatchedKind } from './kube.ts'
import type { NodeRoom } from './nodes/node-room.ts'
import type { Termination } from './read-container.ts'
import type { ContentFacts } from './read-content.ts'
import type { DeploymentFacts } from './read-deployment.ts'
import type { EndpointSliceFacts } from './read-endpoints.ts'
import type { EventFacts } from './read-event.ts'
import type { JobFacts } from './read-job.ts'
import type { PodFacts } from './read-pod.ts'
import type { ReplicaSetFacts } from './read-replica-set.ts'
import type { ServiceFacts } from './read-service.ts'
import type { Tally } from './tally.ts'

/** A reason for waiting that a container gave, and from when to when it was seen. */
export type Wait = { reason: string; message: string; firstAt: number; lastAt: number }

export type ContainerHistory = {
  exits: ReadonlyMap<string, Termination & { seenAt: number }>
  waits: ReadonlyMap<string, Wait>
}

export type Baseline = {
  synced: ReadonlySet<WatchedKind>
  /** When every pod of before was known. */
  at?: number
  /** Deployments by name, as they were before helm ran. */
  deployments: ReadonlyMap<string, { uid: string; generation: number; template: string }>
  /** UIDs of everything that existed before helm ran. */
  uids: ReadonlySet<string>
}

export type Availability = {
  since: number
  isAvailable: boolean
  wasAvailable: boolean
  closedOutageMs: number
}

/** The ports that were open inside a pod, of those that were tried. */
export type Knock = { open: readonly number[]; asked: readonly number[] }

/** What one run of a container said: first read at `firstAt`, last at `at`. */
export type LogFacts = { firstAt: number; at: number; attempt: number; lines: string[] }

/**
 * What a rollout has seen. Apart from availability it is a set that only grows: the order in which events
 * of one moment arrive, and their repetition, leave the same memory.
 */
export type Memory = {
  baseline: Baseline
  released?: {
    at: number
    revision: number
    generations?: Record<string, number>
    replicas?: Record<string, number>
    templates?: Record<string, string>
    otherWriters?: Record<string, string>
  }
  deployments: ReadonlyMap<string, DeploymentFacts>
  replicaSets: ReadonlyMap<string, ReplicaSetFacts>
  pods: GrowingMap<PodFacts>
  /** By UID of the owner of the pods. */
  tallies: ReadonlyMap<string, Tally>
  services: ReadonlyMap<string, ServiceFacts>
  endpointSlices: ReadonlyMap<string, EndpointSliceFacts>
  jobs: ReadonlyMap<string, JobFacts>
  contents: ReadonlyMap<string, ContentFacts>
  /** By UID of the object that they are about, then by their own. */
  events: GrowingMap<ReadonlyMap<string, EventFacts>>
  /** When each deleted object went, by UID. */
  gone: GrowingMap<number>
  /** By `podUid/container`. */
  histories: GrowingMap<ContainerHistory>
  /** When each pod was first seen Ready, by UID. */
  readyAt: GrowingMap<number>
  /** By `pod/container`, then by attempt. */
  logs: ReadonlyMap<string, ReadonlyMap<number, LogFacts>>
  /** By pod name, then by the time of the knock. */
  knocks: ReadonlyMap<string, ReadonlyMap<number, Knock>>
  /** Answers of confirming GETs by `Kind/name/key`. */
  confirmed: ReadonlyMap<string, boolean>
  /** The last look at the nodes. */
  nodes?: { at: number; rooms: NodeRoom[] }
  /** Kinds that may not be seen, or can't be. */
  hidden: ReadonlySet<WatchedKind>
  /** By Service name. */
  availability: ReadonlyMap<string, Availability>
  soak?: { since: number; restarts: number }
  lastTick?: number
}

export const emptyMemory = (): Memory => ({
  baseline: { synced: new Set(), deployments: new Map(), uids: new Set() },
  deployments: new Map(),
  replicaSets: new Map(),
  pods: GrowingMap.empty(),
  tallies: new Map(),
  services: new Map(),
  endpointSlices: new Map(),
  jobs: new Map(),
  contents: new Map(),
  events: GrowingMap.empty(),
  gone: GrowingMap.empty(),
  histories: GrowingMap.empty(),
  readyAt: GrowingMap.empty(),
  logs: new Map(),
  knocks: new Map(),
  confirmed: new Map(),
  hidden: new Set(),
  availability: new Map(),
})

export const containerKey = (podUid: string, container: string): string => `${podUid}/${container}`

const nothing: ContainerHistory = { exits: new Map(), waits: new Map() }

export const historyOf = (memory: Memory, podUid: string, container: string): ContainerHistory =>
  memory.histories.get(containerKey(podUid, container)) ?? nothing

export const eventsAbout = (memory: Memory, uid: string): EventFacts[] => [
  ...(memory.events.get(uid)?.values() ?? []),
]
