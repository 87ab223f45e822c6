import { checkRendered } from '../chart/check-rendered.ts'
import { diffManifests } from '../chart/manifest-diff.ts'
import { readManifests } from '../chart/read-manifests.ts'
import { checkStatic } from '../chart/static-rules.ts'
import type { Config } from '../config/config.ts'
import { DeployError } from '../errors.ts'
import type { Files, World } from '../ports.ts'
import { findChartSecrets } from './chart-secrets.ts'
import type { Prepared } from './prepare-release.ts'
import type { SecretPlan } from './release-secret.ts'

export type ManifestChange = ReturnType<typeof diffManifests>[number]

export type ChangePlan = {
  rendered: string
  changes: ManifestChange[]
  /** Nothing differs from the deployed release: no helm run is needed. */
  isNoop: boolean
  summary: string
}

type Project = { config: Config; namespace: string; files: Files; flags: { env?: string } }

/** `helm lint --strict` and the data model's static rules, all problems at once. Answers the rendered manifests. */
export async function lintChart(
  { config, namespace, files, flags }: Project,
  prepared: Prepared,
  world: World,
): Promise<string> {
  const { chart, values, secrets } = prepared
  const [problems, rendered] = await Promise.all([
    world.helm.lint(chart, values, world.signal),
    renderChart(config, namespace, prepared, world),
  ])
  const manifests = readManifests(rendered)
  const held = await findChartSecrets(
    { config, files, manifests, environment: flags.env },
    secrets.values,
    world.secrets,
  )
  const broken = checkStatic(config, manifests).flatMap(({ kind, name, rules }) =>
    rules
      .filter(({ holds }) => holds === false)
      .map(({ id, evidence }) => `${kind} ${name}: ${id}: ${evidence}`),
  )
  const evidence = [...problems, ...broken, ...held]
  if (evidence.length === 0) return rendered
  throw new DeployError(
    'LINT_FAILED',
    `the chart breaks ${evidence.length === 1 ? 'a rule' : `${evidence.length} rules`}`,
    {
      evidence,
      hint: `correct ${config.chart.path} or k8sdeploy.yaml, then run the same command again`,
      state: 'nothing was changed',
    },
  )
}

export async function renderChart(
  config: Config,
  namespace: string,
  { chart, values, kubeVersion }: Pick<Prepared, 'chart' | 'values' | 'kubeVersion'>,
  world: World,
): Promise<string> {
  const { name: release, chart: own } = config
  const rendered = await world.helm.template({
    chart,
    release,
    namespace,
    values,
    kubeVersion,
    signal: world.signal,
  })
  const fault = checkRendered(rendered)
  if (fault === undefined) return rendered
  throw new DeployError('LINT_FAILED', `the chart renders to something that is no release: ${fault}`, {
    hint: `correct the templates in ${own.path}, or let k8sdeploy write them again`,
    next: [`helm template ${release} ${own.path}`, 'k8sdeploy init --yes --diff'],
  })
}

/** What the release would change against the one that is deployed now. */
export function planChange(rendered: string, { releases, secret, createsNamespace }: Prepared): ChangePlan {
  const deployed = releases.find(({ status }) => status === 'deployed')
  const changes = diffManifests(deployed?.manifest ?? '', rendered).filter(
    ({ change }) => change !== 'unchanged',
  )
  const isNoop =
    !createsNamespace &&
    changes.length === 0 &&
    secret.state === 'unchanged' &&
    releases[0]?.status === 'deployed'
  return { rendered, changes, isNoop, summary: summarise(changes, secret.state) }
}

const mostNames = 2
const words = { create: 'new', change: 'changed', remove: 'removed', unchanged: 'unchanged' } as const

/** `11 objects new`, `Deployment shop-backend changed · Secret updated`: names while they are few. */
function summarise(changes: ManifestChange[], secret: SecretPlan['state']): string {
  const parts = (['create', 'change', 'remove'] as const).flatMap((change) => {
    const names = changes.filter((one) => one.change === change).map(({ kind, name }) => `${kind} ${name}`)
    if (names.length === 0) return []
    return [`${names.length > mostNames ? `${names.length} objects` : names.join(', ')} ${words[change]}`]
  })
  if (secret !== 'unchanged') parts.push(`Secret ${secret === 'create' ? 'new' : 'changed'}`)
  return parts.length === 0 ? 'nothing to change' : parts.join(' · ')
}
