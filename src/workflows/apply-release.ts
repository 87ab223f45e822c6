import { templateKey } from '../rollout/template-key.ts'
import { findOtherWriter, type ManagedObject } from './other-writers.ts'
import type { Prepared } from './prepare-release.ts'
import type { ReleaseRun } from './release-run.ts'
import { afterOtherHelm } from './repair-release.ts'
import type { PhaseResult } from './story-teller.ts'
import type { UpRun } from './up-run.ts'

export async function ensureNamespace(
  { cluster, namespace, world, story }: UpRun,
  { createsNamespace }: Prepared,
): Promise<void> {
  if (!createsNamespace) return
  const labels = { 'app.kubernetes.io/managed-by': 'k8sdeploy' }
  const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } }
  await cluster.apply(object, { signal: world.signal })
  story.note(`namespace ${namespace} created`)
}

/** Through the API, never through helm: no value reaches a chart or a release record. */
export async function applySecret(
  { cluster, world }: UpRun,
  { secret }: Prepared,
): Promise<PhaseResult<void>> {
  if (secret.state === 'unchanged')
    return { value: undefined, summary: `${secret.name} unchanged`, status: 'unchanged' }
  await cluster.apply(secret.object, { signal: world.signal, force: true })
  return { value: undefined, summary: `${secret.name} ${secret.state}d: ${secret.changedKeys.join(', ')}` }
}

export async function helmUpgrade(
  run: UpRun,
  { chart, values }: Prepared,
  forcesConflicts: boolean,
  signal: AbortSignal,
): Promise<PhaseResult<number>> {
  const { config, flags, namespace, cluster, world } = run
  const upgrade = () =>
    world.helm.upgrade({
      chart,
      release: config.name,
      namespace,
      values,
      hookSeconds: flags.timeout ?? config.rollout.timeoutSeconds,
      forcesConflicts,
      context: cluster.context,
      signal,
    })
  const { revision } = await afterOtherHelm(run, upgrade)
  return { value: revision, summary: `helm revision ${revision}` }
}

export type Written = {
  generations: Record<string, number>
  replicas: Record<string, number>
  templates: Record<string, string>
  otherWriters: Record<string, string>
}

type Deployment = ManagedObject & { spec?: { replicas?: number; template?: object } }

/** The Deployments of the release that exist, with who wrote what in them. */
export async function fetchDeployments({
  config,
  cluster,
  namespace,
  world,
}: ReleaseRun): Promise<Deployment[]> {
  const names = [`${config.name}-frontend`, `${config.name}-backend`]
  const refs = names.map((name) => ({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name }))
  const found = await Promise.all(
    refs.map((ref) => cluster.get<Deployment>({ ...ref, withManagers: true }, world.signal)),
  )
  return found.filter((one) => one !== undefined)
}

/**
 * Each Deployment as helm left it: a status of an older generation says nothing about the release, and another
 * template is another's work.
 */
export async function fetchWritten(run: ReleaseRun, before: Deployment[] | undefined): Promise<Written> {
  const deployments = await fetchDeployments(run)
  const byName = <T>(read: (one: Deployment) => T | undefined): Record<string, T> =>
    Object.fromEntries(
      deployments.flatMap((one) => {
        const value = read(one)
        return value === undefined ? [] : [[one.metadata?.name ?? '', value]]
      }),
    )
  return {
    generations: byName((one) => one.metadata?.generation ?? 0),
    replicas: byName((one) => one.spec?.replicas ?? 1),
    templates: byName((one) => templateKey(one.spec?.template)),
    // who could not look before knows nobody
    otherWriters: before ? byName((one) => findOtherWriter(before.find(isTwinOf(one)), one)) : {},
  }
}

const isTwinOf =
  (one: Deployment) =>
  ({ metadata }: Deployment): boolean =>
    metadata?.uid === one.metadata?.uid
