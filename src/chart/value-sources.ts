import type { Config } from '../config/config.ts'
import type { Path } from '../config/problem.ts'
import { readYaml } from '../config/read-yaml.ts'
import type { ReleaseRecord } from '../ports.ts'
import { configPathOf } from './config-path-of.ts'
import { configValues } from './config-values.ts'
import { isMap } from './is-map.ts'
import { mergeValues, type Values, withoutNulls } from './merge-values.ts'

export type ValueState = 'Default' | 'Overridden' | 'Applied'
export type ValueSource = { key: string; value: unknown; state: ValueState; source: string }

/** One place that sets values; later ones win. `sourceOf` says where in it a key stands, or nothing. */
export type ValueLayer = { values: Values; sourceOf(path: string[]): string | undefined }

/** Who has decided each value, and whether the running release has it. */
export function valueSources(
  chart: ValueLayer,
  overrides: ValueLayer[],
  live: Values | undefined,
): ValueSource[] {
  const layers = [chart, ...overrides]
  const wanted = withoutNulls(layers.map(({ values }) => values).reduce(mergeValues, {}))
  return leaves(wanted).map(({ path, value }) => {
    const last = layers.findLast((layer) => isSet(layer.values, path) && layer.sourceOf(path) !== undefined)
    const source = last?.sourceOf(path) ?? 'values.yaml of the chart'
    const isOverridden = last !== undefined && last !== chart
    const isLive = live !== undefined && JSON.stringify(at(live, path)) === JSON.stringify(value)
    const state = !isOverridden ? 'Default' : isLive ? 'Applied' : 'Overridden'
    return { key: path.join('.'), value, state, source }
  })
}

/** The same for a release: what the config says against what helm has recorded. */
export function sourcesOf(
  config: Config,
  configText: string,
  release: Pick<ReleaseRecord, 'chart' | 'config' | 'revision'> | undefined,
  options: { configFile?: string; environment?: string } = {},
): ValueSource[] {
  const chart: ValueLayer = {
    values: release?.chart.values ?? {},
    sourceOf: () => 'values.yaml of the chart',
  }
  const placeOf = configPlaces(configText, options.configFile)
  const overlay =
    options.environment === undefined ? undefined : config.environments[options.environment]?.values
  const environment: ValueLayer = {
    values: overlay ?? {},
    sourceOf: (path) => placeOf(['environments', options.environment ?? '', 'values', ...path]),
  }
  const answers: ValueLayer = {
    values: configValues(config),
    sourceOf: (path) => placeOf(configPathOf(path)),
  }
  if (!release) return valueSources(chart, [answers, environment], undefined)
  const passed: ValueLayer = {
    values: onlyKnownToRelease(release.config, [answers.values, environment.values]),
    sourceOf: () => `passed to helm (revision ${release.revision})`,
  }
  const live = mergeValues(release.chart.values, release.config)
  return valueSources(chart, [answers, environment, passed], withoutNulls(live))
}

/** `k8sdeploy.yaml:12`, where the answer stands there; a default of ours is no override. */
function configPlaces(text: string, file = 'k8sdeploy.yaml'): (path: Path) => string | undefined {
  const yaml = readYaml(text)
  if ('faults' in yaml) return () => undefined
  const { positions } = yaml
  return (path) => (positions.has(path) ? `${file}:${positions.key(path).line}` : undefined)
}

/** Image tags, checksums and what somebody passed by hand: keys that no file of the project sets. */
function onlyKnownToRelease(passed: Values, others: Values[]): Values {
  const unknown = leaves(passed).filter(({ path }) => !others.some((values) => isSet(values, path)))
  return unknown.reduce<Values>((values, { path, value }) => mergeValues(values, nest(path, value)), {})
}

const nest = (path: string[], value: unknown): Values =>
  path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Values

export function leaves(values: Values, parent: string[] = []): { path: string[]; value: unknown }[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const path = [...parent, key]
    return isMap(value) && Object.keys(value).length > 0 ? leaves(value, path) : [{ path, value }]
  })
}

const at = (values: unknown, path: string[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    values,
  )

const isSet = (values: Values, path: string[]): boolean => at(values, path) !== undefined
