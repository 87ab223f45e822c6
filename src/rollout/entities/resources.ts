import type { V1Container } from '@kubernetes/client-node'
import type { Rule } from '../../report.ts'
import { rule } from './rules.ts'

const wanted = [
  ['requests', 'cpu'],
  ['requests', 'memory'],
  ['limits', 'cpu'],
  ['limits', 'memory'],
] as const

const missingOf = (container: V1Container): string[] =>
  wanted
    .filter(([kind, name]) => !container.resources?.[kind]?.[name])
    .map(([kind, name]) => `${container.name}: resources.${kind}.${name}`)

/** `50m–500m · 128Mi–256Mi` */
export const resourceRange = (container: V1Container | undefined): string => {
  const { requests = {}, limits = {} } = container?.resources ?? {}
  const range = (name: string) => `${requests[name] ?? '?'}–${limits[name] ?? '?'}`
  return `${range('cpu')} · ${range('memory')}`
}

export const resourcesSet = (containers: V1Container[]): Rule => {
  const missing = containers.flatMap(missingOf)
  const evidence =
    missing.length > 0 ? `missing ${missing.join(', ')}` : containers.map(resourceRange).join('; ')
  return rule('resources-set', missing.length === 0, evidence)
}
