import type { Resource } from '../../store.ts'
import { apiVersionOf, resources } from '../resources.ts'

const all = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']
const subresourceVerbs: Record<string, string[]> = { log: ['get'], finalize: ['update'] }
const scaleKind = { group: 'autoscaling', version: 'v1', kind: 'Scale' }

const verbsOf = ({ createOnly }: Resource): string[] => (createOnly ? ['create'] : all)
const groups = [...new Set(resources.map(({ group }) => group))]
const inGroup = (group: string): Resource[] => resources.filter((one) => one.group === group)

type SubresourceKind = { group: string; version: string; kind: string }
const kindOf = (resource: Resource, subresource: string): SubresourceKind =>
  subresource === 'scale'
    ? scaleKind
    : { group: resource.group, version: resource.version, kind: resource.kind }

/** `/api` and `/apis` in the form that holds everything at once. */
export function aggregatedDiscovery(isCore: boolean): object {
  const items = groups.filter((group) => (group === '') === isCore).map(aggregatedGroup)
  return { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items }
}

function aggregatedGroup(group: string): object {
  const version = inGroup(group)[0]?.version
  const metadata = { ...(group === '' ? {} : { name: group }), creationTimestamp: null }
  return {
    metadata,
    versions: [{ version, freshness: 'Current', resources: inGroup(group).map(aggregatedResource) }],
  }
}

function aggregatedResource(one: Resource): object {
  return {
    resource: one.resource,
    responseKind: { group: one.group, version: one.version, kind: one.kind },
    scope: one.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: one.singular,
    verbs: verbsOf(one),
    ...(one.shortNames.length > 0 ? { shortNames: one.shortNames } : {}),
    ...(one.categories?.length ? { categories: one.categories } : {}),
    ...(one.subresources.length > 0
      ? { subresources: one.subresources.map((name) => aggregatedSubresource(one, name)) }
      : {}),
  }
}

const aggregatedSubresource = (one: Resource, subresource: string): object => ({
  subresource,
  responseKind: kindOf(one, subresource),
  verbs: subresourceVerbs[subresource] ?? ['get', 'patch', 'update'],
})

/** `/api`, for clients that ask the old way. */
export const coreVersions = (address: string): object => ({
  kind: 'APIVersions',
  versions: ['v1'],
  serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: address }],
})

export const groupList = (): object => ({
  kind: 'APIGroupList',
  apiVersion: 'v1',
  groups: groups.filter((group) => group !== '').map(groupEntry),
})

function groupEntry(name: string): object {
  const version = inGroup(name)[0]?.version ?? ''
  const entry = { groupVersion: `${name}/${version}`, version }
  return { name, versions: [entry], preferredVersion: entry }
}

export function findGroup(name: string): object | undefined {
  return groups.includes(name) && name !== ''
    ? { kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(name) }
    : undefined
}

/** The resources of `apps/v1`, undefined when it is not served. */
export function findResourceList(groupVersion: string): object | undefined {
  const found = resources.filter((one) => apiVersionOf(one) === groupVersion)
  if (found.length === 0) return undefined
  return {
    kind: 'APIResourceList',
    ...(groupVersion === 'v1' ? {} : { apiVersion: 'v1' }),
    groupVersion,
    resources: found.flatMap(legacyRows),
  }
}

function legacyRows(one: Resource): object[] {
  const { resource, kind, singular, namespaced, shortNames, categories = [] } = one
  const own = {
    name: resource,
    singularName: singular,
    namespaced,
    kind,
    verbs: verbsOf(one),
    ...(shortNames.length ? { shortNames } : {}),
    ...(categories.length ? { categories } : {}),
  }
  const subs = one.subresources.map((name) => ({
    name: `${resource}/${name}`,
    singularName: '',
    namespaced,
    ...(name === 'scale' ? scaleKind : { kind }),
    verbs: subresourceVerbs[name] ?? ['get', 'patch', 'update'],
  }))
  return [own, ...subs]
}
