import { readManifests } from '../chart/read-manifests.ts'
import type { DiagnoseFlags } from '../commands/diagnose.ts'
import type { GlobalOptions } from '../commands/program.ts'
import { type Diagnosis, diagnose as judge } from '../diagnose/diagnose.ts'
import type { Expected } from '../diagnose/find-gaps.ts'
import { findTarget } from '../diagnose/find-target.ts'
import { nextCommands } from '../diagnose/next-commands.ts'
import { findUnjudged } from '../diagnose/unjudged.ts'
import { exitCodes, unlessForbidden } from '../errors.ts'
import type { ReleaseRecord, World } from '../ports.ts'
import type { DiagnosisReport } from '../report.ts'
import { stateOf } from '../rollout/collapse.ts'
import { viewDiagnosis } from '../views/view-diagnosis.ts'
import { concealSecrets } from './conceal-secrets.ts'
import { type FetchedSnapshot, fetchSnapshot, maskSnapshot } from './fetch-snapshot.ts'
import { findPlace, type Place } from './find-place.ts'
import { lookCloser } from './look-closer.ts'
import { printDocument } from './print-document.ts'
import { fetchVerified } from './release-journal.ts'
import { makeTypeable } from './typeable-report.ts'

/** Why what runs now does not work, without a deploy. Exit 0 when it does, 40 when a cause is certain, 42 when none is. */
export async function diagnose(flags: DiagnoseFlags & GlobalOptions, world: World): Promise<number> {
  const report = await examine(flags, world)
  const { terminal } = world
  if (flags.output === 'text')
    terminal.print(`${viewDiagnosis(report, terminal.palette, terminal.columns).join('\n')}\n`)
  else printDocument(report, flags.output, terminal)
  return report.code
}

async function examine(flags: DiagnoseFlags & GlobalOptions, world: World): Promise<DiagnosisReport> {
  const place = await findPlace(flags, world, 'diagnose')
  const { cluster, release, namespace } = place
  const { signal } = world
  const [{ snapshot: found, unseen }, records, verified] = await Promise.all([
    fetchSnapshot(cluster, namespace, signal),
    unlessForbidden(world.releases(cluster, namespace, release), []),
    unlessForbidden(release ? fetchVerified(cluster, release, namespace, signal) : noVerified, undefined),
    concealSecrets(cluster, namespace, world.secrets, signal),
  ])
  const snapshot = maskSnapshot(found, world.secrets.mask)
  const releases = newestOfEach(records)
  const expected = release === undefined ? [] : expectedOf(releases[0])
  const target = findTarget(snapshot, release, namespace, expected)
  const first = stateOf(snapshot, target, world.clock.now())
  const { state, notes } = await lookCloser(first, { cluster, secrets: world.secrets, signal })
  const isThere = releases.length > 0 || target.components.some(isIn(snapshot))
  const diagnosis = isThere ? judge(state, { expected, releases }) : nothingThere(place)
  const report: DiagnosisReport = {
    schema: 'k8sdeploy/diagnosis/1',
    code: codes[diagnosis.status],
    release: {
      name: release ?? '',
      namespace,
      context: cluster.context.name,
      revision: release === undefined ? undefined : releases[0]?.revision,
      previousVerified: verified?.revision,
    },
    ...diagnosis,
    checked: [
      ...describeLook(snapshot),
      ...notes,
      ...releases.map(describeRecord),
      ...findUnjudged(snapshot),
      ...unseen.map((kind) => `could not see: ${kind}`),
    ],
    next: isThere ? nextCommands(diagnosis) : place.release === undefined ? [] : ['k8sdeploy up'],
  }
  makeTypeable(report, { flags, cluster, namespace })
  return report
}

const isIn =
  ({ Deployment }: FetchedSnapshot) =>
  ({ deployment }: { deployment: string }): boolean =>
    Deployment.some(({ metadata }) => metadata?.name === deployment)

const noVerified = Promise.resolve(undefined)

const newestOfEach = (records: ReleaseRecord[]): ReleaseRecord[] =>
  records.filter((one) => !records.some((other) => other.name === one.name && other.revision > one.revision))

const codes = { healthy: 0, ill: exitCodes.ROLLOUT_FAILED, unknown: exitCodes.RULE_NOT_MET }

const nothingThere = ({ release, namespace }: Place): Diagnosis => ({
  status: 'unknown',
  verdicts: [],
  suspicions: [],
  state: [
    release === undefined
      ? `there is no Deployment in namespace ${namespace}`
      : `there is no release ${release} in namespace ${namespace}, and no Deployment of that name`,
  ],
})

const expectedOf = (record: ReleaseRecord | undefined): Expected =>
  record?.status === 'deployed'
    ? readManifests(record.manifest).map(({ kind, metadata }) => ({ kind, name: metadata.name }))
    : []

function describeLook(snapshot: FetchedSnapshot): string[] {
  const counts = (['Deployment', 'ReplicaSet', 'Pod', 'Service', 'EndpointSlice', 'Event', 'Job'] as const)
    .filter((kind) => snapshot[kind].length > 0)
    .map((kind) => `${snapshot[kind].length} ${kind}${snapshot[kind].length === 1 ? '' : 's'}`)
  return [counts.join(', ') || 'an empty namespace']
}

function describeRecord({ name, revision, status, updated }: ReleaseRecord): string {
  return `helm release ${name}, revision ${revision}: ${status}${status.startsWith('pending-') ? ` since ${updated}` : ''}`
}
