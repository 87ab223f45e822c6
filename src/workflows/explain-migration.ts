import { migrationName } from '../chart/migration-job.ts'
import { DeployError } from '../errors.ts'
import { type Finding, toVerdict } from '../rollout/verdicts/finding.ts'
import type { JobSight } from '../rollout/verdicts/see-job.ts'
import type { UpRun } from './up-run.ts'

const unchanged = 'nothing of the release was changed: what ran before goes on'

/** What to look at: the object that the finding is about, as far as kubectl knows it. */
const lookAt = ({ config, namespace }: UpRun, { object }: Finding): string =>
  object.kind === 'Pod'
    ? `kubectl describe pod ${object.name} -n ${namespace}`
    : `kubectl describe job ${migrationName(config.name)} -n ${namespace}`

/** It ended, and not well: the tool's own words. */
export function failedMigration(run: UpRun, finding: Finding): DeployError {
  run.report.verdict = toVerdict(finding, [])
  const said = finding.evidence ?? []
  const readOn = `kubectl logs job/${migrationName(run.config.name)} -n ${run.namespace}`
  return new DeployError('ROLLOUT_FAILED', finding.message, {
    evidence: said.length > 0 ? said : [finding.whyNotTransient],
    hint: finding.hint,
    state: unchanged,
    next: [said.length > 0 ? readOn : lookAt(run, finding), 'k8sdeploy up'],
  })
}

/** No time would let it begin. */
export function stuckMigration(run: UpRun, finding: Finding): DeployError {
  run.report.verdict = toVerdict(finding, [])
  return new DeployError('ROLLOUT_FAILED', finding.message, {
    evidence: [finding.whyNotTransient, ...(finding.evidence ?? [])],
    hint: finding.hint,
    state: unchanged,
    next: [lookAt(run, finding), 'k8sdeploy up'],
  })
}

type Waiting = Extract<JobSight, { state: 'waiting' }>

const lateness = ({ config, cluster }: UpRun, message: string): Finding => ({
  class: 'job-failed',
  object: { kind: 'Job', name: migrationName(config.name), component: 'backend' },
  field: 'status.conditions',
  message,
  hint: 'nothing failed for certain; give it more time, or look closer',
  firstSeen: cluster.now(),
  lastSeen: cluster.now(),
  count: 1,
  whyNotTransient: 'it may still begin',
  isDefinitive: false,
})

/** It has not begun, and nobody knows whether it would have. */
export function lateMigration(run: UpRun, { trouble, doing }: Waiting, seconds: number): DeployError {
  const late = `the migration had not begun after ${seconds} s`
  const finding = trouble ?? lateness(run, `${late}: ${doing}`)
  run.report.verdict = toVerdict(finding, [])
  return new DeployError('ROLLOUT_TIMED_OUT', trouble ? `${trouble.message}; ${late}` : finding.message, {
    evidence: [finding.whyNotTransient, ...(finding.evidence ?? [])],
    hint: finding.hint,
    state: unchanged,
    next: [lookAt(run, finding), `k8sdeploy up --timeout ${seconds * 2}`],
  })
}
