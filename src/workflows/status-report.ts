import { exitCodes } from '../errors.ts'
import type { Cluster } from '../ports.ts'
import type { StatusReport } from '../report.ts'
import { brokenRules, type Judged, judgeRelease } from './inspect-release.ts'
import type { Observation } from './observe-release.ts'

/** What was observed, judged by the rules of the eight entities, as one document. */
export function statusReport(
  request: Judged & { cluster: Cluster },
  observation: Observation,
  now: number,
): StatusReport {
  const { config, namespace, cluster, releases, verified } = request
  const { entities, urls, verdicts } = judgeRelease(request, observation, now)
  const absent = releases.length === 0
  const degraded = brokenRules(entities).length > 0 || verdicts.length > 0
  return {
    schema: 'k8sdeploy/status/1',
    status: absent ? 'absent' : degraded ? 'degraded' : 'ok',
    code: absent || degraded ? exitCodes.RULE_NOT_MET : 0,
    release: {
      name: config.name,
      namespace,
      context: cluster.context.name,
      revision: releases[0]?.revision,
      previousVerified: verified?.revision,
    },
    entities,
    urls,
    verdicts,
    next: absent || degraded ? ['k8sdeploy up'] : [],
  }
}
