import type { StoredObject } from '../store.ts'
import { badRequest } from './api-error.ts'

export type Selector = (object: StoredObject) => boolean

const matchAll: Selector = () => true

type Requirement = {
  key: string
  operator: 'in' | 'notin' | 'exists' | 'absent' | 'gt' | 'lt'
  values: string[]
}

/** `a=b,c!=d,e in (x,y),f notin (z),g,!h` */
export function readLabelSelector(text: string | null): Selector {
  if (text === null || text.trim() === '') return matchAll
  const requirements = splitOutsideParentheses(text).map(readRequirement)
  return ({ metadata }) => requirements.every((one) => isMet(one, metadata?.labels ?? {}))
}

function splitOutsideParentheses(text: string): string[] {
  return text.split(/,(?![^(]*\))/).map((part) => part.trim())
}

const patterns: [RegExp, Requirement['operator']][] = [
  [/^(\S+)\s+in\s*\((.*)\)$/, 'in'],
  [/^(\S+)\s+notin\s*\((.*)\)$/, 'notin'],
  [/^([^!=\s]+)\s*!=\s*(.*)$/, 'notin'],
  [/^([^!=\s]+)\s*==?\s*(.*)$/, 'in'],
  [/^([^<>\s]+)\s*>\s*(\d+)$/, 'gt'],
  [/^([^<>\s]+)\s*<\s*(\d+)$/, 'lt'],
  [/^!\s*(\S+)$/, 'absent'],
  [/^([^\s!=()]+)$/, 'exists'],
]

function readRequirement(text: string): Requirement {
  for (const [pattern, operator] of patterns) {
    const match = pattern.exec(text)
    if (match === null) continue
    const values = (match[2] ?? '').split(',').map((value) => value.trim())
    return { key: match[1] ?? '', operator, values }
  }
  throw badRequest(`unable to parse requirement: ${text}`)
}

function isMet({ key, operator, values }: Requirement, labels: Record<string, string>): boolean {
  const value = labels[key]
  switch (operator) {
    case 'in':
      return value !== undefined && values.includes(value)
    case 'notin':
      return value === undefined || !values.includes(value)
    case 'exists':
      return value !== undefined
    case 'absent':
      return value === undefined
    case 'gt':
      return Number(value) > Number(values[0])
    case 'lt':
      return Number(value) < Number(values[0])
    default:
      return operator satisfies never
  }
}

const everywhere = ['metadata.name', 'metadata.namespace']
const involved = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath']
const selectable: Record<string, string[]> = {
  pods: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'status.phase',
    'status.podIP',
  ],
  events: [
    ...involved.map((field) => `involvedObject.${field}`),
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  secrets: ['type'],
  namespaces: ['status.phase'],
  nodes: ['spec.unschedulable'],
  replicasets: ['status.replicas'],
  jobs: ['status.successful'],
  services: ['spec.clusterIP', 'spec.type'],
}

/** `metadata.name=a,status.phase!=Running`, for the fields that the API can select by. */
export function readFieldSelector(text: string | null, resource: string): Selector {
  if (text === null || text === '') return matchAll
  const terms = text.split(',').map((term) => readTerm(term, resource))
  return (object) =>
    terms.every(({ path, value, isEqual }) => (fieldText(object, path) === value) === isEqual)
}

function readTerm(term: string, resource: string): { path: string[]; value: string; isEqual: boolean } {
  const match = /^([^!=]+)(!=|==?)(.*)$/.exec(term)
  if (match === null) throw badRequest(`invalid selector: '${term}'; can't understand '${term}'`)
  const [, field = '', operator, value = ''] = match
  const isKnown = everywhere.includes(field) || (selectable[resource] ?? []).includes(field)
  if (!isKnown) throw badRequest(unselectable(field, resource))
  const path = field === 'source' ? ['source', 'component'] : field.split('.')
  return { path, value, isEqual: operator !== '!=' }
}

function unselectable(field: string, resource: string): string {
  if (selectable[resource]) return `field label not supported: ${field}`
  const known = everywhere.map((name) => JSON.stringify(name)).join(', ')
  return `${JSON.stringify(field)} is not a known field selector: only ${known}`
}

function fieldText(object: StoredObject, path: string[]): string {
  const value = path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], object)
  return value === undefined || value === null ? '' : String(value)
}
