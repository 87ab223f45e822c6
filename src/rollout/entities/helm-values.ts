import type { Entity, Rule } from '../../report.ts'
import { readTime } from '../read-metadata.ts'
import type { Part, Scene } from './facts.ts'
import { relation, rule, stamp, unchecked } from './rules.ts'

type Tree = Record<string, unknown>

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const merge = (base: Tree, over: Tree): Tree => {
  const merged = Object.entries(over).map(([key, value]) => {
    const below = base[key]
    return [key, isTree(below) && isTree(value) ? merge(below, value) : value]
  })
  return { ...base, ...Object.fromEntries(merged) }
}

export const leafKeys = (tree: Tree, prefix = ''): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    isTree(value) && Object.keys(value).length > 0
      ? leafKeys(value, `${prefix}${key}.`)
      : [`${prefix}${key}`],
  )

const at = (tree: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((value, key) => (isTree(value) ? value[key] : undefined), tree)

/** An autoscaler, or somebody's hand, may ask for more or fewer; nobody at all is another matter. */
const replicas = (values: Tree, { role, deployment }: Part): [string, unknown, unknown][] => {
  const live = deployment?.spec?.replicas ?? 1
  const isScaled = at(values, role, 'autoscaling', 'enabled') === true || live > 0
  return isScaled ? [] : [[`${role}.replicas`, at(values, role, 'replicas'), live]]
}

/** Values that a Deployment shows plainly, compared with what it shows. */
const differences = (values: Tree, part: Part): string[] => {
  const { role, deployment } = part
  const container = deployment?.spec?.template.spec?.containers[0]
  const pairs: [string, unknown, unknown][] = [
    ...replicas(values, part),
    ...(['requests', 'limits'] as const).flatMap((kind) =>
      (['cpu', 'memory'] as const).map((name): [string, unknown, unknown] => [
        `${role}.resources.${kind}.${name}`,
        at(values, role, 'resources', kind, name),
        container?.resources?.[kind]?.[name],
      ]),
    ),
  ]
  const image = at(values, role, 'image', 'tag')
  const tag = image
    ? [
        [
          `${role}.image.tag`,
          true,
          container?.image?.endsWith(`:${String(image)}`) || container?.image?.includes('@'),
        ] as const,
      ]
    : []
  return [...pairs, ...tag]
    .filter(([, wanted, live]) => wanted !== undefined && String(wanted) !== String(live))
    .map(
      ([key, wanted, live]) =>
        `${key}: ${wanted === true ? 'another tag runs' : `${wanted} was released, ${live} runs`}`,
    )
}

const applied = (scene: Scene, values: Tree): Rule => {
  const release = scene.facts.releases[0]
  if (!release) return unchecked('values-applied', 'nothing was released yet')
  const wrong = scene.parts.filter((part) => part.deployment).flatMap((part) => differences(values, part))
  const evidence = wrong.length > 0 ? wrong.join('; ') : 'replicas, images and resources run as released'
  return rule('values-applied', release.status === 'deployed' && wrong.length === 0, evidence)
}

const overriddenBy = (scene: Scene): string => {
  const sources = (scene.facts.valueSources ?? [])
    .filter((one) => one.state !== 'Default')
    .map((one) => one.source.replace(/:\d+$| \(.*\)$/, ''))
  const shown = [...new Set(sources)]
  return shown.length > 0 ? ` (${shown.slice(0, 3).join(', ')}${shown.length > 3 ? ' …' : ''})` : ''
}

export const helmValuesEntity = (scene: Scene): Entity => {
  const release = scene.facts.releases[0]
  const overrides = release?.config ?? {}
  const values = merge(release?.chart.values ?? {}, overrides)
  const overridden = leafKeys(overrides)
  const keys = leafKeys(values)
  const rules = [
    rule(
      'values-valid',
      release === undefined ? null : true,
      release ? 'the release passed values.schema.json' : 'nothing was released yet',
    ),
    applied(scene, values),
  ]
  const isApplied = rules.every((one) => one.holds === true)
  return {
    kind: 'HelmValues',
    name: `${keys.length} keys`,
    state: release ? (isApplied ? 'Applied' : 'Overridden') : 'Default',
    ...stamp(readTime(release?.updated)),
    summary: `${keys.length - overridden.length} Default · ${overridden.length} Overridden${overriddenBy(scene)}${isApplied ? ' · all Applied' : ''}`,
    fields: {
      values: overrides,
      keys:
        scene.facts.valueSources ??
        keys.map((key) => ({ key, state: overridden.includes(key) ? 'Overridden' : 'Default' })),
    },
    rules,
    relations: release
      ? [relation('overrides', `HelmChart ${release.chart.name}`, true, `${overridden.length} keys`)]
      : [],
  }
}
