import type { StoredObject } from '../../store.ts'
import type { Call } from '../call.ts'
import { type Column, columnsOf } from './columns.ts'

/** kubectl asks for tables, and prints them as they come. */
export const wantsTable = (accept: string): boolean =>
  accept.split(',').some((one) => /as=Table/.test(one) && /v=v1(;|$)/.test(one))

export function asTable(call: Call, objects: StoredObject[], metadata: object): object {
  const columns = columnsOf(call.resource)
  const now = call.now()
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: columns.map(definition),
    rows: objects.map((object) => ({
      cells: columns.map(({ cell }) => cell(object, now)),
      object: attached(call, object),
    })),
  }
}

const definition = ({ name, type = 'string', wide }: Column): object => ({
  name,
  type,
  format: name === 'Name' ? 'name' : '',
  description: '',
  priority: wide ? 1 : 0,
})

function attached({ query }: Call, object: StoredObject): object | null {
  const wanted = query.get('includeObject') || 'Metadata'
  if (wanted === 'None') return null
  if (wanted === 'Object') return object
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata }
}
