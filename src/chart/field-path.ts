import { isMap } from './is-map.ts'

/** `spec.containers[app].env[A].value`; names that hold a dot stand in quotes. */
export const joinPath = (path: string, key: string): string =>
  path === '' ? key : `${path}.${/[./]/.test(key) ? `"${key}"` : key}`

export type PathElement = { field: string } | { item: string }

export const pathElements = (path: string): PathElement[] =>
  [...path.matchAll(/"([^"]*)"|\[([^\]]*)\]|([^.[\]"]+)/g)].map(([, quoted, item, plain]) =>
    item === undefined ? { field: quoted ?? plain ?? '' } : { item },
  )

/** What stands at such a path. */
export const valueAt = (object: unknown, path: string): unknown =>
  pathElements(path).reduce<unknown>((value, element) => {
    if ('field' in element) return isMap(value) ? value[element.field] : undefined
    return Array.isArray(value) ? value.find((one) => isNamed(one, element.item)) : undefined
  }, object)

const isNamed = (one: unknown, item: string): boolean =>
  isMap(one) && [one['name'], one['mountPath'], one['containerPort'], one['port']].map(String).includes(item)
