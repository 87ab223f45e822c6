import type { Values } from '../chart/merge-values.ts'
import { readValues } from '../chart/read-values.ts'
import { checkOverrides } from '../chart/unknown-values.ts'
import { valuesFor } from '../chart/values.ts'
import type { ClusterFlags } from '../commands/cluster-options.ts'
import type { Config } from '../config/config.ts'
import { DeployError } from '../errors.ts'
import type { Cluster, Delivery, Files, HelmVersion, ReleaseRecord, World } from '../ports.ts'
import { checkNamespace, checkNodePorts } from './check-cluster.ts'
import { type CollectedSecrets, collectSecrets, type GivenSecret } from './collect-secrets.ts'
import { type ComponentChecksums, componentChecksums } from './component-checksums.ts'
import { type PlannedImage, planImages, splitReference } from './plan-images.ts'
import { fetchJournal, type Journal } from './release-journal.ts'
import { decodeSecretData, fetchSecret, planSecret, type SecretPlan } from './release-secret.ts'

export type Prepared = {
  helm: HelmVersion
  kubeVersion: string
  delivery: Delivery
  releases: ReleaseRecord[]
  journal: Journal
  createsNamespace: boolean
  secrets: CollectedSecrets
  secret: SecretPlan
  images: PlannedImage[]
  /** Absolute path of the chart's folder. */
  chart: string
  values: Record<string, unknown>
}

export type ReleaseRequest = {
  config: Config
  files: Files
  cluster: Cluster
  namespace: string
  flags: ClusterFlags & { rebuild?: boolean }
  given: Record<string, GivenSecret>
}

/** Looks at everything that could stop the release, changes nothing, and works out what would be released. */
export async function prepareRelease(request: ReleaseRequest, world: World): Promise<Prepared> {
  const { config, files, cluster, namespace, flags } = request
  const { signal } = world
  const [helm, version, delivery, releases, createsNamespace, existing, journal] = await Promise.all([
    world.helm.version(signal),
    cluster.version(signal),
    world.delivery({ context: cluster.context, cluster, config: { name: config.name, ...config.images } }),
    world.releases(cluster, namespace, config.name),
    checkNamespace(cluster, namespace, signal),
    fetchSecret(cluster, config.name, namespace, signal),
    fetchJournal(cluster, config.name, namespace, signal),
    checkNodePorts(config, cluster, namespace, signal),
    checkChartFiles(config, files),
  ])
  const [secrets, images] = await Promise.all([
    collectSecrets(config, files, decodeSecretData(existing), request.given, world),
    planImages(config, flags.rebuild === true, { images: world.images, delivery, cluster, signal }),
  ])
  const secret = planSecret(config.name, namespace, secrets.values, existing, world.secrets)
  const [chartValues = {}, overlay] = await loadValues(request)
  const checksums = componentChecksums(config, secret.object, world.secrets)
  const values = releaseValues(request, { images, delivery, secret, checksums, chartValues, overlay })
  return {
    helm,
    kubeVersion: version.gitVersion,
    delivery,
    releases,
    journal,
    createsNamespace,
    secrets,
    secret,
    images,
    chart: `${files.root}/${config.chart.path}`,
    values,
  }
}

/** The chart's own values, and those of `values-<environment>.yaml` beside them. */
async function loadValues({ config, files, flags }: ReleaseRequest): Promise<(Values | undefined)[]> {
  const names = ['values.yaml', ...(flags.env === undefined ? [] : [`values-${flags.env}.yaml`])]
  return Promise.all(
    names.map(async (name) => {
      const path = `${config.chart.path}/${name}`
      const text = await files.read(path)
      return text === undefined ? undefined : readValues(text, path)
    }),
  )
}

export async function checkChartFiles(config: Config, files: Files): Promise<void> {
  if ((await files.read(`${config.chart.path}/Chart.yaml`)) !== undefined) return
  throw new DeployError('CONFIG_INVALID', `there is no Helm chart in ${config.chart.path}`, {
    hint: 'let k8sdeploy write it (your other files stay as they are), or correct chart.path',
    next: ['k8sdeploy init --yes'],
  })
}

type ReleasedParts = {
  images: PlannedImage[]
  delivery: Delivery
  secret: SecretPlan
  checksums: ComponentChecksums
  chartValues: Values
  overlay: Values | undefined
}

function releaseValues({ config, flags }: ReleaseRequest, parts: ReleasedParts): Values {
  const { images, delivery, secret, checksums, chartValues, overlay } = parts
  const refs = Object.fromEntries(images.map(({ role, ref }) => [role, splitReference(ref)])) as Record<
    'frontend' | 'backend',
    { repository: string; tag: string }
  >
  const values = valuesFor(config, {
    images: refs,
    pullPolicy: delivery.pullPolicy,
    secretChecksum: secret.checksum,
    secretChecksums: checksums,
    environment: flags.env,
    environmentFile: overlay,
    chartValues,
  })
  checkValues(values, chartValues)
  return values
}

/** A value that the chart does not know would be taken silently by helm. */
function checkValues(values: Values, chartValues: Values): void {
  const faults = checkOverrides(values, chartValues)
  if (faults.length === 0) return
  throw new DeployError('CONFIG_INVALID', 'the values name something that the chart does not have', {
    evidence: faults.map(({ message, hint }) => `${message} ${hint ?? ''}`.trim()),
    hint: 'correct environments.*.values in k8sdeploy.yaml, or add the value to the chart',
    state: 'nothing was changed',
  })
}
