import type { ComponentConfig, Config } from '../config/config.ts'
import { readImageReference } from '../config/image-reference.ts'
import { yamlJson } from '../config/yaml-json.ts'
import { yamlScalar } from '../config/yaml-scalar.ts'
import { configValues } from './config-values.ts'
import { fillYaml } from './fill-yaml.ts'
import { mergeValues, type Values } from './merge-values.ts'

export type ChartFile = { path: string; content: string }

const root = 'chart/'

/** The helm chart as `init` writes it: the shipped files with this config's answers as values. */
export function chartFiles(config: Config, templates: Record<string, string>): ChartFile[] {
  const shipped = Object.keys(templates).filter((path) => path.startsWith(root))
  const files = shipped.map((path) => ({ path: path.slice(root.length), content: templates[path]! }))
  const filled = files.map(({ path, content }) => ({ path, content: fill(path, content, config) }))
  return [...filled, ...environmentFiles(config)]
    .map(({ path, content }) => ({ path: `${config.chart.path.replace(/\/$/, '')}/${path}`, content }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

function fill(path: string, content: string, config: Config): string {
  if (path === 'Chart.yaml') return fillYaml(content, chartAnswers(config))
  if (path === 'values.yaml') return fillYaml(content, valuesFile(config))
  return content
}

const chartAnswers = ({ chart, name }: Config): Values => ({
  name: chart.name,
  description: `${name}: a frontend and a backend that uses a hosted PostgreSQL`,
  version: chart.version,
  appVersion: chart.appVersion,
})

/** The Secret's name follows the release, so that the chart can be installed under any. */
const valuesFile = (config: Config): Values =>
  [configValues(config), imageValues(config), { existingSecret: '' }].reduce(mergeValues, {})

function imageValues(config: Config): Values {
  const image = (component: ComponentConfig): Values => {
    const built = { repository: imageRepository(config, component.role) }
    return { image: component.image === undefined ? built : { ...readImageReference(component.image) } }
  }
  return { frontend: image(config.frontend), backend: image(config.backend) }
}

/** Name of the image that `up` builds for a component, without its tag. */
export const imageRepository = ({ name, images }: Config, role: ComponentConfig['role']): string =>
  `${images.registry === undefined ? '' : `${images.registry}/`}${name}-${role}`

function environmentFiles({ environments, name }: Config): ChartFile[] {
  return Object.entries(environments).map(([environment, { values = {} }]) => ({
    path: `values-${environment}.yaml`,
    content: `# What differs in ${environment}: helm upgrade --install ${name} . -f values-${environment}.yaml\n${blockYaml(values)}`,
  }))
}

function blockYaml(values: Values, indent = ''): string {
  if (Object.keys(values).length === 0) return `${indent}{}\n`
  return Object.entries(values)
    .map(([key, value]) => {
      const isBlock =
        typeof value === 'object' && value !== null && Object.keys(value).length > 0 && !Array.isArray(value)
      if (isBlock) return `${indent}${yamlScalar(key)}:\n${blockYaml(value as Values, `${indent}  `)}`
      return `${indent}${yamlScalar(key)}: ${yamlJson(value)}\n`
    })
    .join('')
}
