import { type PathElement, pathElements } from '../chart/field-path.ts'
import { isOurs, type ManagedObject, managersOf } from './other-writers.ts'

export type Writer = { manager: string; subresource?: string }

/** Undefined: nobody but helm, or nobody at all. `unknown`: the API server keeps no account. */
export const findOwner = (object: ManagedObject, path: string): Writer | 'unknown' | undefined => {
  const managers = managersOf(object)
  if (managers.length === 0) return 'unknown'
  const owner = managers.find((one) => !isOurs(one) && owns(one.fieldsV1, pathElements(path)))
  return (
    owner && { manager: owner.manager ?? '', ...(owner.subresource && { subresource: owner.subresource }) }
  )
}

/** Who owns a whole list or map owns all that is in it. */
const owns = (fields: unknown, [element, ...rest]: PathElement[]): boolean => {
  if (!fields || typeof fields !== 'object') return false
  const children = Object.entries(fields).filter(([key]) => key !== '.')
  if (!element || children.length === 0) return true
  if ('field' in element)
    return children.some(([key, child]) => key === `f:${element.field}` && owns(child, rest))
  const items = children.filter(([key]) => key.startsWith('k:'))
  const named = items.filter(([key]) => isKeyOf(key, element.item))
  return (named.length > 0 ? named : items).some(([, child]) => owns(child, rest))
}

const isKeyOf = (key: string, item: string): boolean =>
  Object.values(JSON.parse(key.slice(2)) as Record<string, unknown>)
    .map(String)
    .includes(item)
