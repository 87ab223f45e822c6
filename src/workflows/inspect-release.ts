import { sourcesOf } from '../chart/value-sources.ts'
import type { Config } from '../config/config.ts'
import type { Cluster, DatabaseCheck, ReleaseRecord, World } from '../ports.ts'
import type { Entity, UrlReport, Verdict } from '../report.ts'
import { diagnoseNow } from '../rollout/collapse.ts'
import { readEntities } from '../rollout/entities/read-entities.ts'
import { fetchSnapshot } from './fetch-snapshot.ts'
import { findUrl, probeUrl } from './publish-urls.ts'
import type { VerifiedRevision } from './release-journal.ts'

export type Inspection = { entities: Entity[]; urls: UrlReport[]; verdicts: Verdict[] }

export type InspectionRequest = {
  config: Config
  configText: string
  cluster: Cluster
  namespace: string
  releases: ReleaseRecord[]
  verified?: VerifiedRevision
  database?: DatabaseCheck
  /** What `helm lint` found; undefined when it was not run. */
  chartProblems?: string[]
  environment?: string
  /** Checksum of the Secret as it is now, to compare with the one the pods run with. */
  secretChecksum?: string
  /** How long the published URL may take to answer. */
  urlBudgetMs: number
}

/** Reads everything once and judges every rule of the eight entities by it. */
export async function inspectRelease(request: InspectionRequest, world: World): Promise<Inspection> {
  const { config, cluster, namespace } = request
  const [{ snapshot, unseen }, pages] = await Promise.all([
    fetchSnapshot(cluster, namespace, world.signal),
    probePublished(request, world),
  ])
  const now = world.clock.now()
  const entities = readEntities(snapshot, {
    config,
    namespace,
    releases: request.releases,
    urls: pages,
    database: request.database,
    chartProblems: request.chartProblems,
    valueSources: sourcesOf(config, request.configText, request.releases[0], {
      environment: request.environment,
    }),
    verifiedRevision: request.verified?.revision,
    secretChecksum: request.secretChecksum,
    unseen,
    now,
  })
  return {
    entities,
    urls: pages.map(withoutBody),
    verdicts: diagnoseNow(snapshot, { release: config.name, namespace, now }),
  }
}

async function probePublished({ config, cluster, namespace, urlBudgetMs }: InspectionRequest, world: World) {
  const found = await findUrl(config, cluster, namespace, world.signal)
  if ('note' in found) return [{ component: 'frontend' as const, url: '', answered: null, note: found.note }]
  return [await probeUrl(found.url, urlBudgetMs, world, world.signal)]
}

function withoutBody({ component, url, answered, status, milliseconds, note }: UrlReport): UrlReport {
  return { component, url, answered, status, milliseconds, note }
}

/** Rules that do not hold, as lines for people. */
export const brokenRules = (entities: Entity[]): string[] =>
  entities.flatMap(({ kind, name, rules }) =>
    rules
      .filter(({ holds }) => holds === false)
      .map(({ id, evidence }) => `${kind} ${name}: ${id}: ${evidence}`),
  )
