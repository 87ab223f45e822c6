import type { Config } from '../config/config.ts'
import { configValues } from './config-values.ts'
import { isMap } from './is-map.ts'
import { mergeValues, type Values } from './merge-values.ts'

export type ReleaseFacts = {
  images: Record<'frontend' | 'backend', { repository: string; tag: string; digest?: string }>
  pullPolicy: string
  secretChecksum?: string
  /** Of the secrets that each component reads. */
  secretChecksums?: { frontend?: string; backend?: string }
  /** Name of the environment, when one was chosen. */
  environment?: string
  /** The chart's `values-<environment>.yaml`, parsed. */
  environmentFile?: Values
  /** The chart's `values.yaml`, parsed: variables that the config no longer names are taken away from it. */
  chartValues?: Values
}

/** What `up` passes to helm on top of the chart's own values; later sources win. */
export function valuesFor(config: Config, facts: ReleaseFacts): Values {
  const overlay = facts.environment === undefined ? undefined : config.environments[facts.environment]?.values
  const layers = [
    forgottenVariables(config, facts.chartValues),
    configValues(config),
    facts.environmentFile ?? {},
    overlay ?? {},
    releaseValues(facts),
  ]
  return layers.reduce(mergeValues, {})
}

function releaseValues({ images, pullPolicy, secretChecksum, ...facts }: ReleaseFacts): Values {
  const ofComponent = (role: 'frontend' | 'backend'): Values => {
    const { repository, tag, digest = '' } = images[role]
    const checksum = facts.secretChecksums?.[role]
    const isKnown = knowsChecksum(facts.chartValues, role)
    return {
      image: { repository, tag, digest, pullPolicy },
      ...(isKnown && checksum !== undefined ? { secretChecksum: checksum } : {}),
    }
  }
  return {
    secretChecksum: secretChecksum ?? '',
    frontend: ofComponent('frontend'),
    backend: ofComponent('backend'),
  }
}

/** A chart that was written before has one for all. */
function knowsChecksum(chartValues: Values | undefined, role: 'frontend' | 'backend'): boolean {
  const component = chartValues?.[role]
  return chartValues === undefined || (isMap(component) && Object.hasOwn(component, 'secretChecksum'))
}

/** helm merges maps, so a variable that only the chart still knows would stay for ever. */
function forgottenVariables(config: Config, chartValues: Values = {}): Values {
  const forget = (component: 'frontend' | 'backend'): Values => {
    const known = chartValues[component]
    const env = isMap(known) && isMap(known['env']) ? known['env'] : {}
    const forgotten = Object.keys(env).filter((name) => !Object.hasOwn(config[component].env, name))
    return { env: Object.fromEntries(forgotten.map((name) => [name, null])) }
  }
  return { frontend: forget('frontend'), backend: forget('backend') }
}
