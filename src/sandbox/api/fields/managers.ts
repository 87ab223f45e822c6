import type { StoredObject } from '../../store.ts'
import { type Json, recordsOf, textOf } from '../json.ts'
import { fromFieldsV1, type PathSet, toFieldsV1 } from './path-set.ts'

/** One entry of `metadata.managedFields`. */
export type Manager = {
  manager: string
  operation: 'Apply' | 'Update'
  apiVersion: string
  subresource: string
  time: string
  paths: PathSet
}

export type ManagerId = Pick<Manager, 'manager' | 'operation' | 'apiVersion' | 'subresource'>

export const isManager = (one: ManagerId, other: ManagerId): boolean =>
  one.manager === other.manager && one.operation === other.operation && one.subresource === other.subresource

export function readManagers(object: StoredObject | undefined): Manager[] {
  const metadata = (object?.metadata ?? {}) as Json
  return recordsOf(metadata.managedFields).map((entry) => ({
    manager: textOf(entry.manager),
    operation: entry.operation === 'Apply' ? 'Apply' : 'Update',
    apiVersion: textOf(entry.apiVersion),
    subresource: textOf(entry.subresource),
    time: textOf(entry.time),
    paths: fromFieldsV1(entry.fieldsV1),
  }))
}

function toEntry({ manager, operation, apiVersion, subresource, time, paths }: Manager): Json {
  return {
    manager,
    operation,
    apiVersion,
    ...(time === '' ? {} : { time }),
    fieldsType: 'FieldsV1',
    fieldsV1: toFieldsV1(paths),
    ...(subresource === '' ? {} : { subresource }),
  }
}

/** Applies first, then by time, as the API sorts them. */
const inOrder = (a: Manager, b: Manager): number =>
  a.operation.localeCompare(b.operation) || a.time.localeCompare(b.time) || a.manager.localeCompare(b.manager)

export function withManagers(object: StoredObject, managers: Manager[]): StoredObject {
  const entries = managers
    .filter(({ paths }) => paths.size > 0)
    .sort(inOrder)
    .map(toEntry)
  const metadata = { ...object.metadata } as Json
  if (entries.length > 0) metadata.managedFields = entries
  else delete metadata.managedFields
  return { ...object, metadata }
}

export const replaceManager = (
  managers: Manager[],
  id: ManagerId,
  paths: PathSet,
  time: string,
): Manager[] => [...managers.filter((one) => !isManager(one, id)), { ...id, paths, time }]
