import type { Config } from '../../config/config.ts'
import type { DatabaseCheck, ReleaseRecord } from '../../ports.ts'
import type { ComponentRole, UrlReport } from '../../report.ts'
import { memoryOf, type Snapshot, targetOf } from '../collapse.ts'
import type { WatchedKind, WatchedKinds } from '../kube.ts'
import type { Memory } from '../memory.ts'
import { type Scope, scopes } from '../scope.ts'

export type ValueSource = { key: string; value: unknown; state: string; source: string }

/** What is known beside the objects in the cluster. */
export type Facts = {
  config?: Config
  /** The release's name, where there is no config. */
  release?: string
  namespace?: string
  /** Newest revision first. */
  releases: ReleaseRecord[]
  urls: (UrlReport & { contentType?: string; body?: string })[]
  database?: DatabaseCheck
  /** Undefined: the chart was not linted. */
  chartProblems?: string[]
  valueSources?: ValueSource[]
  verifiedRevision?: number
  /** Keyed checksum of the Secret as it is now. */
  secretChecksum?: string
  /** The same of what each component reads of it. */
  secretChecksums?: Partial<Record<ComponentRole, string>>
  /** Kinds that may not be listed here: rules about them can't be checked. */
  unseen?: WatchedKind[]
  now: number
}

/** A component with its objects, raw and read. */
export type Part = {
  role: ComponentRole
  scope: Scope
  deployment?: WatchedKinds['Deployment']
  service?: WatchedKinds['Service']
  configMap?: WatchedKinds['ConfigMap']
}

export type Scene = {
  snapshot: Snapshot
  facts: Facts
  release: string
  namespace: string
  memory: Memory
  parts: Part[]
}

const named = <T extends { metadata?: { name?: string } }>(objects: T[], name: string): T | undefined =>
  objects.find((one) => one.metadata?.name === name)

export const readScene = (snapshot: Snapshot, facts: Facts, known?: Memory): Scene => {
  const release = facts.config?.name ?? facts.release ?? facts.releases[0]?.name ?? ''
  const namespace = facts.namespace ?? facts.config?.namespace ?? facts.releases[0]?.namespace ?? ''
  const memory = known ?? memoryOf(snapshot, release, facts.now)
  const parts = scopes(memory, targetOf(release, namespace)).map((scope) => ({
    role: scope.component.role,
    scope,
    deployment: named(snapshot.Deployment, scope.component.deployment),
    service: named(snapshot.Service, scope.component.service),
    configMap: named(snapshot.ConfigMap, scope.component.configMap ?? ''),
  }))
  return { snapshot, facts, release, namespace, memory, parts }
}

export const isUnseen = (scene: Scene, kind: WatchedKind): boolean =>
  scene.facts.unseen?.includes(kind) ?? false

export const partOf = (scene: Scene, role: ComponentRole): Part =>
  scene.parts.find((part) => part.role === role)!
