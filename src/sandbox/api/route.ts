import type { Resource } from '../store.ts'
import { findResource } from './resources.ts'

export type Route = { resource: Resource; namespace: string | undefined; name: string; subresource: string }

/** `/apis/GROUP/VERSION[/namespaces/N]/RESOURCE[/NAME[/SUBRESOURCE]]`, or `/api/v1/…` for the core group. */
export function readRoute(path: string): Route | undefined {
  const parts = path.split('/').filter(Boolean).map(decodeURIComponent)
  const isCore = parts[0] === 'api'
  const [group, version, rest] = isCore
    ? ['', parts[1], parts.slice(2)]
    : [parts[1] ?? '', parts[2], parts.slice(3)]
  if (!isCore && parts[0] !== 'apis') return undefined
  const isInside = rest[0] === 'namespaces' && rest.length > 2 && !isNamespaceSubresource(rest, group)
  const [plural = '', name = '', subresource = ''] = isInside ? rest.slice(2) : rest
  const resource = findResource(group, plural)
  if (resource === undefined || resource.version !== version) return undefined
  return { resource, namespace: isInside ? rest[1] : undefined, name, subresource }
}

const isNamespaceSubresource = (rest: string[], group: string): boolean =>
  group === '' && rest.length === 3 && ['status', 'finalize'].includes(rest[2] ?? '')
