import { sourcesOf } from '../chart/value-sources.ts'
import type { Config } from '../config/config.ts'
import type { DatabaseCheck, ReleaseRecord, World } from '../ports.ts'
import type { Entity, UrlReport, Verdict } from '../report.ts'
import { diagnoseNow, stateOf, targetOf } from '../rollout/collapse.ts'
import { readEntities } from '../rollout/entities/read-entities.ts'
import type { ComponentChecksums } from './component-checksums.ts'
import {
  maskObservation,
  type Observation,
  type ObservationRequest,
  observeRelease,
} from './observe-release.ts'
import type { VerifiedRevision } from './release-journal.ts'

export type Inspection = { entities: Entity[]; urls: UrlReport[]; verdicts: Verdict[] }

/** What is known besides what was observed. */
export type Judged = {
  config: Config
  configText: string
  namespace: string
  releases: ReleaseRecord[]
  verified?: VerifiedRevision
  database?: DatabaseCheck
  /** What `helm lint` found; undefined when it was not run. */
  chartProblems?: string[]
  environment?: string
  /** Checksum of the Secret as it is now, to compare with the one the pods run with. */
  secretChecksum?: string
  secretChecksums?: ComponentChecksums
}

export type InspectionRequest = Judged & ObservationRequest

/** Reads everything once and judges every rule of the eight entities by it. */
export async function inspectRelease(request: InspectionRequest, world: World): Promise<Inspection> {
  const observation = maskObservation(await observeRelease(request, world), world.secrets)
  return judgeRelease(request, observation, request.cluster.now())
}

export function judgeRelease(
  request: Judged,
  { snapshot, unseen, pages, state }: Observation,
  now: number,
): Inspection {
  const { config, namespace } = request
  const seen = state ?? stateOf(snapshot, targetOf(config.name, namespace), now)
  const facts = {
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
    secretChecksums: request.secretChecksums,
    unseen,
    now,
  }
  return {
    entities: readEntities(snapshot, facts, seen.memory),
    urls: pages.map(withoutBody),
    verdicts: diagnoseNow(seen),
  }
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
