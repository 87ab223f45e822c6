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

type Element = { field: string } | { item: string }

/** `spec.containers[app].env[A].value`, with names that hold a dot in quotes. */
const pathElements = (path: string): Element[] =>
  [...path.matchAll(/"([^"]*)"|\[([^\]]*)\]|([^.[\]"]+)/g)].map(([, quoted, item, plain]) =>
    item === undefined ? { field: quoted ?? plain ?? '' } : { item },
  )

/** Who owns a whole list or map owns all that is in it. */
const owns = (fields: unknown, [element, ...rest]: Element[]): boolean => {
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

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** What stands at such a path. */
export const valueAt = (object: unknown, path: string): unknown =>
  pathElements(path).reduce<unknown>((value, element) => {
    if ('field' in element) return isRecord(value) ? value[element.field] : undefined
    return Array.isArray(value) ? value.find((one) => isNamed(one, element.item)) : undefined
  }, object)

const isNamed = (one: unknown, item: string): boolean =>
  isRecord(one) &&
  [one['name'], one['mountPath'], one['containerPort'], one['port']].map(String).includes(item)
