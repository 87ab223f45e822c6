import type { StoredObject } from '../../store.ts'
import { type Call, type Reply, reply } from '../call.ts'
import { apiVersionOf } from '../resources.ts'
import { readFieldSelector, readLabelSelector, type Selector } from '../selectors.ts'
import { asTable, wantsTable } from '../table/as-table.ts'
import { findCurrent } from './update.ts'

export function get(call: Call): Reply {
  const object = findCurrent(call)
  return reply(
    200,
    wantsTable(call.accept)
      ? asTable(call, [object], { resourceVersion: object.metadata?.resourceVersion })
      : object,
  )
}

export function selectorOf({ query, resource, name }: Call): Selector {
  const matches = [
    readLabelSelector(query.get('labelSelector')),
    readFieldSelector(query.get('fieldSelector'), resource.resource),
  ]
  const hasName: Selector = ({ metadata }) => name === '' || metadata?.name === name
  return (object) => hasName(object) && matches.every((match) => match(object))
}

export function list(call: Call): Reply {
  const { store, resource, namespace } = call
  const all = store.list(resource.group, resource.resource, namespace).filter(selectorOf(call))
  const { items, metadata } = page(call, all)
  if (wantsTable(call.accept)) return reply(200, asTable(call, items, metadata))
  return reply(200, {
    kind: `${resource.kind}List`,
    apiVersion: apiVersionOf(resource),
    metadata,
    items: items.map(withoutTypeMeta),
  })
}

/** Items of a list carry no kind of their own. */
const withoutTypeMeta = ({ apiVersion: _a, kind: _k, ...rest }: StoredObject): object => rest

type Page = { items: StoredObject[]; metadata: Record<string, unknown> }

function page({ query, store }: Call, all: StoredObject[]): Page {
  const limit = Number(query.get('limit') ?? 0)
  const start = readContinue(query.get('continue'))
  const rest = all.slice(start.offset)
  const resourceVersion = start.resourceVersion ?? String(store.resourceVersion())
  if (limit <= 0 || rest.length <= limit) return { items: rest, metadata: { resourceVersion } }
  const next = Buffer.from(JSON.stringify({ offset: start.offset + limit, resourceVersion })).toString(
    'base64url',
  )
  return {
    items: rest.slice(0, limit),
    metadata: { resourceVersion, continue: next, remainingItemCount: rest.length - limit },
  }
}

function readContinue(token: string | null): { offset: number; resourceVersion?: string } {
  if (!token) return { offset: 0 }
  return JSON.parse(Buffer.from(token, 'base64url').toString()) as { offset: number; resourceVersion: string }
}
