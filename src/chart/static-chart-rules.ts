import { checkConfig } from '../config/check-config.ts'
import { checkVersion } from '../config/check-version.ts'
import type { Config } from '../config/config.ts'
import { pathText } from '../config/problem.ts'
import type { Rule } from '../report.ts'
import { rule } from '../rollout/entities/rules.ts'
import type { Manifest } from './read-manifests.ts'

const standardLabels = [
  'app.kubernetes.io/name',
  'app.kubernetes.io/instance',
  'app.kubernetes.io/managed-by',
]

export const chartRules = ({ chart }: Config, manifests: Manifest[]): Rule[] => [
  fieldRule(chart),
  labelRule(manifests),
  duplicateRule(manifests),
]

function fieldRule({ name, version, appVersion }: Config['chart']): Rule {
  const missing = Object.entries({ name, version, appVersion }).flatMap(([key, value]) =>
    value === '' ? [key] : [],
  )
  const fault = checkVersion(version)
  const evidence =
    missing.length > 0 ? `missing ${missing.join(', ')}` : (fault?.message ?? `${name} ${version}`)
  return rule('chart-fields', missing.length === 0 && !fault, evidence)
}

function labelRule(manifests: Manifest[]): Rule {
  const ours = manifests.filter(({ kind }) => kind === 'Deployment' || kind === 'Service')
  const without = ours.filter(({ metadata }) => standardLabels.some((label) => !metadata?.labels?.[label]))
  const names = without.map(({ kind, metadata }) => `${kind} ${metadata?.name}`)
  const evidence =
    names.length > 0 ? `not on ${names.join(', ')}` : `on all ${ours.length} Deployments and Services`
  return rule('standard-labels', names.length === 0, evidence)
}

/** helm applies the later one without a word. */
function duplicateRule(manifests: Manifest[]): Rule {
  const keys = manifests.map(({ apiVersion, kind, metadata }) => `${apiVersion} ${kind} ${metadata?.name}`)
  const twice = [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))]
  return rule(
    'objects-unique',
    twice.length === 0,
    twice.length > 0 ? `twice: ${twice.join(', ')}` : `${keys.length} objects`,
  )
}

export function valueRules(config: Config): Rule[] {
  const issues = checkConfig(config)
  const evidence = issues.map(({ path, message }) => `${pathText(path)}: ${message}`).join('; ')
  return [rule('values-valid', issues.length === 0, evidence || 'every answer fits the others')]
}
