import type { Prepared } from './prepare-release.ts'
import type { PhaseResult } from './story-teller.ts'
import type { UpRun } from './up-run.ts'

/** The namespace and the Secret go through the API, never through helm: no value reaches a chart or a release record. */
export async function applySecret(
  { cluster, namespace, world, story }: UpRun,
  { createsNamespace, secret }: Prepared,
): Promise<PhaseResult<void>> {
  if (createsNamespace) {
    await cluster.apply(
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: namespace, labels: { 'app.kubernetes.io/managed-by': 'k8sdeploy' } },
      },
      { signal: world.signal },
    )
    story.note(`namespace ${namespace} created`)
  }
  if (secret.state === 'unchanged')
    return { value: undefined, summary: `${secret.name} unchanged`, status: 'unchanged' }
  await cluster.apply(secret.object, { signal: world.signal, force: true })
  return { value: undefined, summary: `${secret.name} ${secret.state}d: ${secret.changedKeys.join(', ')}` }
}

export async function helmUpgrade(
  { config, namespace, cluster, world }: UpRun,
  { chart, values }: Prepared,
): Promise<PhaseResult<number>> {
  const release = await world.helm.upgrade({
    chart,
    release: config.name,
    namespace,
    values,
    context: cluster.context,
    signal: world.signal,
  })
  return { value: release.revision, summary: `helm revision ${release.revision}` }
}

/** The generation of each Deployment after helm returned: a status older than this says nothing about the release. */
export async function fetchGenerations({
  config,
  cluster,
  namespace,
  world,
}: UpRun): Promise<Record<string, number>> {
  const names = [`${config.name}-frontend`, `${config.name}-backend`]
  const found = await Promise.all(
    names.map((name) =>
      cluster.get({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name }, world.signal),
    ),
  )
  return Object.fromEntries(
    found.flatMap((object, index) =>
      object?.metadata?.generation ? [[names[index], object.metadata.generation]] : [],
    ),
  )
}
