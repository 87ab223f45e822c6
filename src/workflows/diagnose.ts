import { readManifests } from '../chart/read-manifests.ts'
import type { DiagnoseFlags } from '../commands/diagnose.ts'
import type { GlobalOptions } from '../commands/program.ts'
import { type Diagnosis, diagnose as judge } from '../diagnose/diagnose.ts'
import type { Expected } from '../diagnose/find-gaps.ts'
import { findTarget } from '../diagnose/find-target.ts'
import { nextCommands } from '../diagnose/next-commands.ts'
import { exitCodes, isDeployError } from '../errors.ts'
import type { ReleaseRecord, World } from '../ports.ts'
import type { DiagnosisReport } from '../report.ts'
import { stateOf } from '../rollout/collapse.ts'
import { viewDiagnosis } from '../views/view-diagnosis.ts'
import { type FetchedSnapshot, fetchSnapshot } from './fetch-snapshot.ts'
import { findPlace, type Place } from './find-place.ts'
import { lookCloser } from './look-closer.ts'
import { printDocument } from './print-document.ts'
import { fetchVerified } from './release-journal.ts'
import { decodeSecretData, fetchSecret } from './release-secret.ts'

/** Why what runs now does not work, without a deploy. Exit 0 when it does, 40 when a cause is certain, 42 when none is. */
export async function diagnose(flags: DiagnoseFlags & GlobalOptions, world: World): Promise<number> {
  const report = await examine(await findPlace(flags, world), world)
  const { terminal } = world
  if (flags.output === 'text')
    terminal.print(`${viewDiagnosis(report, terminal.palette, terminal.columns).join('\n')}\n`)
  else printDocument(report, flags.output, terminal)
  return report.code
}

async function examine(place: Place, world: World): Promise<DiagnosisReport> {
  const { cluster, release, namespace } = place
  const { signal } = world
  const [{ snapshot, unseen }, releases, verified] = await Promise.all([
    fetchSnapshot(cluster, namespace, signal),
    whatMayBeSeen(world.releases(cluster, namespace, release), []),
    whatMayBeSeen(fetchVerified(cluster, release, namespace, signal), undefined),
    concealSecrets(place, world),
  ])
  const target = findTarget(snapshot, release, namespace)
  const first = stateOf(snapshot, target, world.clock.now())
  const { state, notes } = await lookCloser(first, { cluster, secrets: world.secrets, signal })
  const isThere = releases.length > 0 || state.components.some(({ state: one }) => one !== 'Unknown')
  const diagnosis = isThere
    ? judge(state, { expected: expectedOf(releases[0]) })
    : nothingThere(place)
  return {
    schema: 'k8sdeploy/diagnosis/1',
    code: codes[diagnosis.status],
    release: {
      name: release,
      namespace,
      context: cluster.context.name,
      revision: releases[0]?.revision,
      previousVerified: verified?.revision,
    },
    ...diagnosis,
    checked: [
      ...describeLook(snapshot),
      ...notes,
      ...describeRecord(releases[0]),
      ...unseen.map((kind) => `could not see: ${kind} (forbidden)`),
    ],
    next: isThere ? nextCommands(diagnosis, cluster.context.name, namespace) : ['k8sdeploy up'],
  }
}

const codes = { healthy: 0, ill: exitCodes.ROLLOUT_FAILED, unknown: exitCodes.RULE_NOT_MET }

const nothingThere = ({ release, namespace }: Place): Diagnosis => ({
  status: 'unknown',
  verdicts: [],
  suspicions: [],
  state: [`there is no release ${release} in namespace ${namespace}, and no Deployment of that name`],
})

/** Who may not read release records or Secrets still gets a diagnosis of the rest. */
async function whatMayBeSeen<T>(wanted: Promise<T>, otherwise: T): Promise<T> {
  return wanted.catch((error: unknown) => {
    if (!isDeployError(error) || error.code !== 'FORBIDDEN') throw error
    return otherwise
  })
}

async function concealSecrets({ cluster, release, namespace }: Place, world: World): Promise<void> {
  const secret = await whatMayBeSeen(fetchSecret(cluster, release, namespace, world.signal), undefined)
  for (const value of Object.values(decodeSecretData(secret))) world.secrets.conceal(value)
}

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

function describeRecord(record: ReleaseRecord | undefined): string[] {
  if (!record) return []
  const { revision, status, updated } = record
  return [`helm revision ${revision}: ${status}${status.startsWith('pending-') ? ` since ${updated}` : ''}`]
}
